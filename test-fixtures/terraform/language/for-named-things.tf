form = 1
fortune = [form, fort]
x = { format = 1 }
y = { fore : 2 }
