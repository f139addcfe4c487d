resource "azurerm_dns_mx_record" "x" {
  name                = "@"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  record {
    preference = 10
    exchange   = "mx1.example.net"
  }
  record {
    preference = "20"
    exchange   = "mx2.example.net."
  }
}
# example.com. 300 MX 10 mx1.example.net.
# example.com. 300 MX 20 mx2.example.net.
