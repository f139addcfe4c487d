resource "azurerm_dns_txt_record" "x" {
  dynamic "record" {
    for_each = var.values
    iterator = it
    content {
      value = it.value
    }
  }
}
