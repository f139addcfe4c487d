resource "azurerm_dns_zone" "main" {
  name                = "example.com"
  resource_group_name = "dns"
}

resource "azurerm_dns_txt_record" "apex" {
  name                = "@"
  zone_name           = azurerm_dns_zone.main.name
  resource_group_name = "dns"
  ttl                 = 3600
  record {
    value = "v=spf1 mx -all"
  }
  record {
    value = "some text"
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 3600 TXT "some text"

resource "azurerm_dns_txt_record" "dynamic" {
  name                = "many"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 60
  dynamic "record" {
    for_each = ["one", "two"]
    content {
      value = record.value
    }
  }
}
# many.example.com. 60 TXT "one"
# many.example.com. 60 TXT "two"
