resource "azurerm_dns_ptr_record" "x" {
  name                = "x"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  records             = ["host.example.net"]
}
# x.example.com. 300 PTR host.example.net.
