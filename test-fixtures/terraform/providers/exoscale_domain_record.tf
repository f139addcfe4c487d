resource "exoscale_domain" "main" {
  name = "example.com"
}

resource "exoscale_domain_record" "txt" {
  domain      = exoscale_domain.main.id
  name        = ""
  record_type = "TXT"
  ttl         = 3600
  content     = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "exoscale_domain_record" "other" {
  domain      = exoscale_domain.main.id
  name        = "mail"
  record_type = "MX"
  ttl         = 300
  content     = "mx.example.net"
  prio        = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
