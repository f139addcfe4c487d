resource "dnsimple_zone_record" "txt" {
  zone_name = "example.com"
  name      = ""
  type      = "TXT"
  ttl       = 3600
  value     = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "dnsimple_zone_record" "other" {
  zone_name = "example.com"
  name      = "mail"
  type      = "MX"
  ttl       = 300
  value     = "mx.example.com"
  priority  = 5
}
# mail.example.com. 300 MX 5 mx.example.com.
