resource "ibm_cis_domain" "main" {
  cis_id = "c"
  domain = "example.com"
}

resource "ibm_cis_dns_record" "txt" {
  cis_id    = "c"
  domain_id = ibm_cis_domain.main.domain_id
  name      = "@"
  type      = "TXT"
  ttl       = 3600
  content   = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "ibm_cis_dns_record" "other" {
  cis_id    = "c"
  domain_id = ibm_cis_domain.main.domain_id
  name      = "example.com"
  type      = "MX"
  ttl       = 300
  content   = "mx.example.net"
  priority  = 10
}
# example.com. 300 MX 10 mx.example.net.
