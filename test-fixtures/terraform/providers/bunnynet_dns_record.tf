resource "bunnynet_dns_zone" "main" {
  domain = "example.com"
}

resource "bunnynet_dns_record" "txt" {
  zone  = bunnynet_dns_zone.main.id
  name  = ""
  type  = "TXT"
  ttl   = 3600
  value = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "bunnynet_dns_record" "other" {
  zone     = bunnynet_dns_zone.main.id
  name     = "mail"
  type     = "MX"
  ttl      = 300
  value    = "mx.example.net"
  priority = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
