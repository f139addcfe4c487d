resource "azurerm_dns_aaaa_record" "x" {
  name                = "x"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  records             = ["2001:db8::1"]
}
# x.example.com. 300 AAAA 2001:db8::1
