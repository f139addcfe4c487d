resource "powerdns_record" "txt" {
  zone    = "example.com."
  name    = "example.com."
  type    = "TXT"
  ttl     = 3600
  records = ["\"v=spf1 mx -all\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "powerdns_record" "other" {
  zone    = "example.com."
  name    = "mail.example.com."
  type    = "MX"
  ttl     = 300
  records = ["10 mx.example.net."]
}
# mail.example.com. 300 MX 10 mx.example.net.
