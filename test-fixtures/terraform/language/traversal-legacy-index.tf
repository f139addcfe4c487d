a = var.x.0
b = var.x.0.y
c = var.x.0.y.1
