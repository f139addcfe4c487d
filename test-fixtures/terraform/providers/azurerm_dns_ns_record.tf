resource "azurerm_dns_ns_record" "x" {
  name                = "x"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  records             = ["ns1.example.net.", "ns2.example.net"]
}
# x.example.com. 300 NS ns1.example.net.
# x.example.com. 300 NS ns2.example.net.
