resource "hcloud_zone" "main" {
  name = "example.com"
  mode = "primary"
}

resource "hcloud_zone_rrset" "apex" {
  zone = hcloud_zone.main.name
  name = "@"
  type = "TXT"
  ttl  = 3600
  records = [
    { value = "\"v=spf1 mx -all\"" },
    { value = provider::hcloud::txt_record("some text"), comment = "made by the provider" },
  ]
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 3600 TXT "some text"

resource "hcloud_zone_rrset" "mx" {
  zone = hcloud_zone.main.id
  name = "mail"
  type = "MX"
  ttl  = 300
  records = [
    { value = "10 mx.example.net." },
    { value = "20 backup" },
  ]
}
# mail.example.com. 300 MX 10 mx.example.net.
# mail.example.com. 300 MX 20 backup.example.com.
