resource "hcloud_zone_record" "txt" {
  zone  = "example.com"
  name  = "@"
  type  = "TXT"
  value = "\"v=spf1 mx -all\""
}
# example.com. ? TXT "v=spf1 mx -all"

resource "hcloud_zone_record" "other" {
  zone  = "example.com"
  name  = "www"
  type  = "A"
  value = "192.0.2.1"
}
# www.example.com. ? A 192.0.2.1
