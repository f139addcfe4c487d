a = "%{ for x in var.xs }${x},%{ endfor }"
b = "%{ for k, v in var.m }${k}=${v};%{ endfor }"
c = "%{ for x in var.xs }%{ if x != "" }${x}%{ endif }%{ endfor }"
