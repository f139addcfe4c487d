a = "a ${~ var.x ~} b"
b = "%{~ if var.x ~} yes %{~ else ~} no %{~ endif ~}"
