a = var.x[0]
b = var.x["key"]
c = var.x[var.y]
d = var.x[0].y[1].z
e = var.x[length(var.x) - 1]
f = var.x["${var.y}-z"]
