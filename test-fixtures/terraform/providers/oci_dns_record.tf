resource "oci_dns_record" "txt" {
  zone_name_or_id = "example.com"
  domain          = "example.com"
  rtype           = "TXT"
  ttl             = 3600
  rdata           = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "oci_dns_record" "other" {
  zone_name_or_id = "example.com"
  domain          = "www.example.com"
  rtype           = "A"
  ttl             = 300
  rdata           = "192.0.2.1"
}
# www.example.com. 300 A 192.0.2.1
