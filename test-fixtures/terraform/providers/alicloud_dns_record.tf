resource "alicloud_dns_record" "txt" {
  name        = "example.com"
  host_record = "@"
  type        = "TXT"
  ttl         = 600
  value       = "v=spf1 mx -all"
}
# example.com. 600 TXT "v=spf1 mx -all"

resource "alicloud_dns_record" "other" {
  name        = "example.com"
  host_record = "www"
  type        = "A"
  ttl         = 600
  value       = "192.0.2.1"
}
# www.example.com. 600 A 192.0.2.1
