resource "a_b" "c" {
  count      = var.enabled ? 1 : 0
  depends_on = [a_b.d]
  provider   = aws.west
  lifecycle {
    ignore_changes = [tags, ttl]
  }
}
