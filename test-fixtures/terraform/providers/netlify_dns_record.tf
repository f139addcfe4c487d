resource "netlify_dns_record" "txt" {
  zone_id  = netlify_dns_zone.main.id
  hostname = "example.com"
  type     = "TXT"
  ttl      = 3600
  value    = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "netlify_dns_record" "other" {
  zone_id  = netlify_dns_zone.main.id
  hostname = "mail.example.com"
  type     = "MX"
  ttl      = 300
  value    = "mx.example.net"
  priority = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
