resource "vercel_dns_record" "txt" {
  domain = "example.com"
  name   = ""
  type   = "TXT"
  value  = "v=spf1 mx -all"
}
# example.com. 60 TXT "v=spf1 mx -all"

resource "vercel_dns_record" "other" {
  domain      = "example.com"
  name        = "mail"
  type        = "MX"
  ttl         = 300
  value       = "mx.example.net."
  mx_priority = 10
}
# mail.example.com. 300 MX 10 mx.example.net.

resource "vercel_dns_record" "srv" {
  domain = "example.com"
  name   = "_sip._tls"
  type   = "SRV"
  ttl    = 60
  srv = {
    priority = 1
    weight   = 2
    port     = 443
    target   = "sip.example.net."
  }
}
# _sip._tls.example.com. 60 SRV 1 2 443 sip.example.net.
