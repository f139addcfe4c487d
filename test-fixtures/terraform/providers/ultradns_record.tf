resource "ultradns_record" "txt" {
  zone_name   = "example.com."
  owner_name  = "example.com."
  record_type = "16"
  ttl         = 3600
  record_data = ["v=spf1 mx -all"]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "ultradns_record" "other" {
  zone_name   = "example.com."
  owner_name  = "mail"
  record_type = "MX"
  ttl         = 300
  record_data = ["10 mx.example.net."]
}
# mail.example.com. 300 MX 10 mx.example.net.
