a = f(1).x
b = f(1)[0]
c = f(1)[*].x
d = split(",", "a,b")[0]
