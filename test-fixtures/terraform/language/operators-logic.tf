a = true && false || true
b = !true
c = !(true && false)
d = !var.x && var.y
e = !!true
