a = var.x ? 1 : 2
b = var.x ? var.y ? 1 : 2 : 3
c = var.x == "a" ? "b" : "c"
d = (
  var.x
  ? 1
  : 2
)
e = var.x ? { a = 1 } : { a = 2 }
