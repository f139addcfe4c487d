resource "tencentcloud_dnspod_record" "txt" {
  domain      = "example.com"
  sub_domain  = "@"
  record_type = "TXT"
  record_line = "default"
  ttl         = 600
  value       = "v=spf1 mx -all"
}
# example.com. 600 TXT "v=spf1 mx -all"

resource "tencentcloud_dnspod_record" "other" {
  domain      = "example.com"
  record_type = "MX"
  record_line = "default"
  ttl         = 600
  mx          = 10
  value       = "mx.example.net."
}
# example.com. 600 MX 10 mx.example.net.
