resource "akamai_dns_record" "txt" {
  zone       = "example.com"
  name       = "example.com"
  recordtype = "TXT"
  ttl        = 3600
  target     = ["\"v=spf1 mx -all\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "akamai_dns_record" "other" {
  zone       = "example.com"
  name       = "mail.example.com"
  recordtype = "MX"
  ttl        = 300
  priority   = 10
  target     = ["mx.example.net."]
}
# mail.example.com. 300 MX 10 mx.example.net.
