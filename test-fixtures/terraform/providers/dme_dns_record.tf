resource "dme_domain" "main" {
  name = "example.com"
}

resource "dme_dns_record" "txt" {
  domain_id = dme_domain.main.id
  name      = "www"
  type      = "TXT"
  ttl       = 3600
  value     = "some text"
}
# www.example.com. 3600 TXT "some text"

resource "dme_dns_record" "mx" {
  domain_id = dme_domain.fields.id
  name      = "lists"
  type      = "MX"
  ttl       = 600
  value     = "mx.example.net."
  mx_level  = 10
}
# lists.fields.example. 600 MX 10 mx.example.net.

resource "dme_dns_record" "caa" {
  domain_id       = dme_domain.fields.id
  name            = ""
  type            = "CAA"
  ttl             = 600
  value           = "ca.example.net"
  caa_type        = "issue"
  issuer_critical = 128
}
# fields.example. 600 CAA 128 issue "ca.example.net"

resource "dme_domain" "fields" {
  name = "fields.example"
}
