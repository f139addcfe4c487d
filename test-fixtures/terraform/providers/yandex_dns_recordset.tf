resource "yandex_dns_zone" "main" {
  name = "main"
  zone = "example.com."
}

resource "yandex_dns_recordset" "txt" {
  zone_id = yandex_dns_zone.main.id
  name    = "example.com."
  type    = "TXT"
  ttl     = 3600
  data    = ["\"v=spf1 mx -all\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "yandex_dns_recordset" "other" {
  zone_id = yandex_dns_zone.main.id
  name    = "mail"
  type    = "MX"
  ttl     = 300
  data    = ["10 mx.example.net."]
}
# mail.example.com. 300 MX 10 mx.example.net.
