resource "desec_domain" "main" {
  name = "example.com"
}

resource "desec_rrset" "txt" {
  domain  = "example.com"
  subname = ""
  type    = "TXT"
  ttl     = 3600
  records = ["\"v=spf1 mx -all\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "desec_rrset" "other" {
  domain  = desec_domain.main.name
  subname = "www"
  type    = "AAAA"
  ttl     = 3600
  records = ["2001:db8::1"]
}
# www.example.com. 3600 AAAA 2001:db8::1
