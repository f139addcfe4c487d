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
