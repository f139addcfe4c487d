resource "azurerm_dns_caa_record" "x" {
  name                = "@"
  zone_name           = "example.com"
  resource_group_name = "dns"
  ttl                 = 300
  record {
    flags = 0
    tag   = "issue"
    value = "letsencrypt.org"
  }
}
# example.com. 300 CAA 0 issue "letsencrypt.org"
