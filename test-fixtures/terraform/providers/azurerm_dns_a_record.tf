resource "azurerm_dns_a_record" "x" {
  name                = "x"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  records             = ["192.0.2.1", "192.0.2.2"]
}
# x.example.com. 300 A 192.0.2.1
# x.example.com. 300 A 192.0.2.2
