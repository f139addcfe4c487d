resource "ionoscloud_dns_zone" "main" {
  name = "example.com"
}

resource "ionoscloud_dns_record" "txt" {
  zone_id = ionoscloud_dns_zone.main.id
  name    = "www"
  type    = "TXT"
  ttl     = 3600
  content = "some text"
}
# www.example.com. 3600 TXT "some text"
