resource "scaleway_domain_record" "txt" {
  dns_zone = "example.com"
  name     = ""
  type     = "TXT"
  ttl      = 3600
  data     = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "scaleway_domain_record" "other" {
  dns_zone = "example.com"
  name     = "mail"
  type     = "MX"
  ttl      = 300
  data     = "mx.example.net."
  priority = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
