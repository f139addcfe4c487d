resource "azurerm_dns_cname_record" "x" {
  name                = "x"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  record              = "target.example.net"
}
# x.example.com. 300 CNAME target.example.net.
