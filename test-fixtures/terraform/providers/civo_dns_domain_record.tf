resource "civo_dns_domain_name" "main" {
  name = "example.com"
}

resource "civo_dns_domain_record" "txt" {
  domain_id = civo_dns_domain_name.main.id
  name      = "www"
  type      = "TXT"
  ttl       = 3600
  value     = "some text"
}
# www.example.com. 3600 TXT "some text"
