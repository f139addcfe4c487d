resource "oci_dns_rrset" "apex" {
  zone_name_or_id = "example.com"
  domain          = "example.com"
  rtype           = "TXT"
  items {
    domain = "example.com"
    rtype  = "TXT"
    rdata  = "\"v=spf1 mx -all\""
    ttl    = 3600
  }
  items {
    domain = "example.com"
    rtype  = "TXT"
    rdata  = "\"a\" \"b\""
    ttl    = 3600
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 3600 TXT "a" "b"

resource "oci_dns_rrset" "mx" {
  zone_name_or_id = oci_dns_zone.main.id
  domain          = "mail.example.com"
  rtype           = "MX"
  items {
    domain = "mail.example.com"
    rtype  = "MX"
    rdata  = "10 mx.example.net."
    ttl    = 300
  }
}
# mail.example.com. 300 MX 10 mx.example.net.
