resource "selectel_domains_rrset_v2" "apex" {
  zone_id = selectel_domains_zone_v2.main.id
  name    = "example.com."
  type    = "TXT"
  ttl     = 3600
  records {
    content  = "\"v=spf1 mx -all\""
    disabled = false
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "selectel_domains_rrset_v2" "mx" {
  zone_id = selectel_domains_zone_v2.main.id
  name    = "mail.example.com."
  type    = "MX"
  ttl     = 300
  records {
    content = "10 mx.example.net."
  }
}
# mail.example.com. 300 MX 10 mx.example.net.
