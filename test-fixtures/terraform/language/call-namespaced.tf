a = provider::hcloud::txt_record("v=spf1 -all")
b = core::upper("x")
