a = aws_instance.web.*.id
b = aws_instance.web.*.network.0.ip
