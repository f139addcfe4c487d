resource "dnsimple_record" "txt" {
  domain = "example.com"
  name   = ""
  type   = "TXT"
  ttl    = 3600
  value  = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "dnsimple_record" "other" {
  domain = "example.com"
  name   = "www"
  type   = "CNAME"
  ttl    = 300
  value  = "host.example.net"
}
# www.example.com. 300 CNAME host.example.net.
