resource "alicloud_pvtz_zone" "main" {
  zone_name = "example.com"
}

resource "alicloud_pvtz_zone_record" "txt" {
  zone_id = alicloud_pvtz_zone.main.id
  rr      = "@"
  type    = "TXT"
  ttl     = 60
  value   = "v=spf1 mx -all"
}
# example.com. 60 TXT "v=spf1 mx -all"

resource "alicloud_pvtz_zone_record" "other" {
  zone_id = alicloud_pvtz_zone.main.id
  rr      = "www"
  type    = "A"
  ttl     = 60
  value   = "192.0.2.1"
}
# www.example.com. 60 A 192.0.2.1
