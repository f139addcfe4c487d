a = { for k, v in var.m : k => v.enabled ? v.value : null if v != null }
b = [for x in(var.a ? var.b : var.c) : x]
