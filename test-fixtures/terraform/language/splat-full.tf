a = aws_instance.web[*].id
b = aws_instance.web[*].network[0].ip
c = var.x[*]
d = var.x[*][0]
