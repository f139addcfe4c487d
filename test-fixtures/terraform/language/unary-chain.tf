a = - -1
b = !(!true)
c = -(1 + 2)
d = -var.x.y
