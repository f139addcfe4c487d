resource "transip_dns_record" "txt" {
  domain  = "example.com"
  name    = "@"
  type    = "TXT"
  expire  = 3600
  content = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "transip_dns_record" "other" {
  domain  = "example.com"
  name    = "mail"
  type    = "MX"
  expire  = 300
  content = "10 mx"
}
# mail.example.com. 300 MX 10 mx.example.com.
