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

resource "akamai_dns_record" "counted" {
  zone               = "example.com"
  name               = "lists.example.com"
  recordtype         = "MX"
  ttl                = 300
  priority           = 10
  priority_increment = 5
  target             = ["mx1.example.net.", "3 mx2.example.net.", "mx3.example.net."]
}
# lists.example.com. 300 MX 10 mx1.example.net.
# lists.example.com. 300 MX 3 mx2.example.net.
# lists.example.com. 300 MX 15 mx3.example.net.

resource "akamai_dns_record" "https" {
  zone         = "example.com"
  name         = "example.com"
  recordtype   = "HTTPS"
  ttl          = 300
  svc_priority = 1
  target_name  = "."
  svc_params   = "alpn=h2"
}
# example.com. 300 HTTPS 1 . alpn="h2"

resource "akamai_dns_record" "naptr" {
  zone        = "example.com"
  name        = "sip.example.com"
  recordtype  = "NAPTR"
  ttl         = 300
  order       = 100
  preference  = 10
  flagsnaptr  = "S"
  service     = "SIP+D2U"
  regexp      = ""
  replacement = "_sip._udp.example.com."
}
# sip.example.com. 300 NAPTR 100 10 "S" "SIP+D2U" "" _sip._udp.example.com.
