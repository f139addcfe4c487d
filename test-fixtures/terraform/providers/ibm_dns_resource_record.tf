resource "ibm_dns_zone" "main" {
  name        = "example.com"
  instance_id = "i"
}

resource "ibm_dns_resource_record" "txt" {
  instance_id = "i"
  zone_id     = ibm_dns_zone.main.zone_id
  name        = "www"
  type        = "TXT"
  ttl         = 3600
  rdata       = "some text"
}
# www.example.com. 3600 TXT "some text"

resource "ibm_dns_resource_record" "other" {
  instance_id = "i"
  zone_id     = ibm_dns_zone.main.zone_id
  name        = "mail"
  type        = "MX"
  ttl         = 300
  rdata       = "mx.example.net"
  preference  = 10
}
# mail.example.com. 300 MX 10 mx.example.net.
