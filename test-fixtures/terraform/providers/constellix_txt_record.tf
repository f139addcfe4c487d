resource "constellix_txt_record" "txt" {
  domain_id   = constellix_domain.main.id
  source_type = "domains"
  name        = "www"
  ttl         = 3600
  roundrobin {
    value = "some text"
  }
}
# www.example.com. 3600 TXT "some text"

resource "constellix_domain" "main" {
  name = "example.com"
}
