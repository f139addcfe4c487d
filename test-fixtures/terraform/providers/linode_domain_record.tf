resource "linode_domain" "main" {
  type      = "master"
  domain    = "example.com"
  soa_email = "admin@example.com"
}

resource "linode_domain_record" "txt" {
  domain_id   = linode_domain.main.id
  name        = ""
  record_type = "TXT"
  ttl_sec     = 3600
  target      = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "linode_domain_record" "other" {
  domain_id   = linode_domain.main.id
  name        = "mail"
  record_type = "MX"
  priority    = 10
  target      = "mx.example.net"
}
# mail.example.com. ? MX 10 mx.example.net.
