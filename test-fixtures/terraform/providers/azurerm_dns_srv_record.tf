resource "azurerm_dns_srv_record" "x" {
  name                = "_sip._tls"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  record {
    priority = 1
    weight   = 5
    port     = 8080
    target   = "target1.example.net"
  }
}
# _sip._tls.example.com. 300 SRV 1 5 8080 target1.example.net.
