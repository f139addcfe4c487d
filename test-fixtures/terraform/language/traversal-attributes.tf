a = var.x
b = aws_instance.web.id
c = data.aws_ami.x.id
d = module.m.out.deep.value
e = local.a.b.c
