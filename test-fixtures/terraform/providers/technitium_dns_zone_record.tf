resource "technitium_dns_zone_record" "txt" {
  zone   = "example.com"
  domain = "example.com"
  type   = "TXT"
  ttl    = 3600
  text   = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"
