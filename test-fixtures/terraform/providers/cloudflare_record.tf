data "cloudflare_zone" "main" {
  name = "example.com"
}

resource "cloudflare_record" "apex" {
  zone_id = data.cloudflare_zone.main.id
  name    = "@"
  type    = "TXT"
  ttl     = 3600
  value   = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "cloudflare_record" "new" {
  zone_id = data.cloudflare_zone.main.id
  name    = "host"
  type    = "TXT"
  ttl     = 3600
  content = "some text"
}
# host.example.com. 3600 TXT "some text"

resource "cloudflare_record" "srv" {
  zone_id = data.cloudflare_zone.main.id
  name    = "_sip._tls"
  type    = "SRV"
  data {
    service  = "_sip"
    proto    = "_tls"
    name     = "example.com"
    priority = 0
    weight   = 1
    port     = 443
    target   = "sip.example.com"
  }
}
# _sip._tls.example.com. ? SRV 0 1 443 sip.example.com.
