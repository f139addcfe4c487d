resource "inwx_nameserver_record" "txt" {
  domain  = "example.com"
  type    = "TXT"
  ttl     = 3600
  content = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "inwx_nameserver_record" "other" {
  domain  = "example.com"
  name    = "mail.example.com"
  type    = "MX"
  ttl     = 300
  content = "mx.example.net"
  prio    = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
