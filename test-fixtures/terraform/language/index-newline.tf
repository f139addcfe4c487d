a = var.x[
  0
]
