locals {
  a = 1
  b = local.a + 1
  c = {
    d = local.b
  }
}
