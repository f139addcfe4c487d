resource "ovh_domain_zone_record" "txt" {
  zone      = "example.com"
  subdomain = ""
  fieldtype = "TXT"
  ttl       = 3600
  target    = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "ovh_domain_zone_record" "other" {
  zone      = "example.com"
  subdomain = "_dmarc"
  fieldtype = "DMARC"
  ttl       = 3600
  target    = "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
}
# _dmarc.example.com. 3600 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
