a = "\"v=DKIM1; k=rsa; p=MIIB\" \"IjAN\""
