a = f()
b = f(1)
c = f(1, 2)
d = f(1, 2,)
e = f(
  1,
  2
)
f = f(var.x...)
g = f(1, var.x...)
h = f(g(h(1)))
