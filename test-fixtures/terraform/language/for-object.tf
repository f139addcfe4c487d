a = { for k, v in var.m : k => v }
b = { for k, v in var.m : v => k... }
c = { for k, v in var.m : k => v if v != "" }
d = { for x in var.xs : x.name => x }
e = {
  for k, v in var.m :
  k => {
    a = v
  }
}
