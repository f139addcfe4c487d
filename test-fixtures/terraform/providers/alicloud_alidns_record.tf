resource "alicloud_alidns_record" "txt" {
  domain_name = "example.com"
  rr          = "@"
  type        = "TXT"
  value       = "v=spf1 mx -all"
}
# example.com. 600 TXT "v=spf1 mx -all"

resource "alicloud_alidns_record" "other" {
  domain_name = "example.com"
  rr          = "mail"
  type        = "MX"
  ttl         = 300
  value       = "mx.example.net"
  priority    = 1
}
# mail.example.com. 300 MX 1 mx.example.net.
