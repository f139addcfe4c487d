a = [for x in var.xs : x]
b = [for x in var.xs : upper(x) if x != ""]
c = [for i, x in var.xs : "${i}-${x}"]
d = [
  for x in var.xs :
  x
  if x != null
]
e = [for x in var.xs : [for y in x : y]]
