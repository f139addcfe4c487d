resource "vultr_dns_domain" "main" {
  domain = "example.com"
}

resource "vultr_dns_record" "txt" {
  domain = "example.com"
  name   = ""
  type   = "TXT"
  ttl    = 3600
  data   = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "vultr_dns_record" "other" {
  domain   = vultr_dns_domain.main.id
  name     = "mail"
  type     = "MX"
  ttl      = 300
  data     = "mx.example.net"
  priority = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
