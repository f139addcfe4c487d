a = jsonencode({ a = 1, b = ["x"], c = null })
b = jsonencode("v=spf1 -all")
