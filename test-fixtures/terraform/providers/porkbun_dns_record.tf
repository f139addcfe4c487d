resource "porkbun_dns_record" "txt" {
  domain  = "example.com"
  type    = "TXT"
  ttl     = "3600"
  content = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "porkbun_dns_record" "other" {
  domain  = "example.com"
  name    = "mail"
  type    = "MX"
  ttl     = "600"
  content = "mx.example.net"
  prio    = "10"
}
# mail.example.com. 600 MX 10 mx.example.net.
