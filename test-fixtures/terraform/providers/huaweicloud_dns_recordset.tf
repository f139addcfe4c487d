resource "huaweicloud_dns_recordset" "txt" {
  zone_id = var.zone_id
  name    = "example.com."
  type    = "TXT"
  ttl     = 3600
  records = ["\"v=spf1 mx -all\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "huaweicloud_dns_recordset" "other" {
  zone_id = var.zone_id
  name    = "mail.example.com."
  type    = "MX"
  ttl     = 300
  records = ["10 mx.example.net."]
}
# mail.example.com. 300 MX 10 mx.example.net.
