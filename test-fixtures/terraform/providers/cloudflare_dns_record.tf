resource "cloudflare_zone" "main" {
  name = "example.com"
}

resource "cloudflare_dns_record" "apex" {
  zone_id = cloudflare_zone.main.id
  name    = "@"
  type    = "TXT"
  ttl     = 3600
  content = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "cloudflare_dns_record" "raw" {
  zone_id = cloudflare_zone.main.id
  name    = "_dmarc.example.com"
  type    = "TXT"
  ttl     = 1
  content = "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
}
# _dmarc.example.com. ? TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"

resource "cloudflare_dns_record" "mx" {
  zone_id  = cloudflare_zone.main.id
  name     = "example.com"
  type     = "MX"
  ttl      = 300
  content  = "mx.example.com"
  priority = 10
}
# example.com. 300 MX 10 mx.example.com.

resource "cloudflare_dns_record" "srv" {
  zone_id = cloudflare_zone.main.id
  name    = "_sip._tls"
  type    = "SRV"
  ttl     = 300
  data = {
    priority = 5
    weight   = 0
    port     = 5061
    target   = "sip.example.com"
  }
}
# _sip._tls.example.com. 300 SRV 5 0 5061 sip.example.com.

resource "cloudflare_dns_record" "caa" {
  zone_id = cloudflare_zone.main.id
  name    = "@"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "issue"
    value = "letsencrypt.org"
  }
}
# example.com. 300 CAA 0 issue "letsencrypt.org"

resource "cloudflare_dns_record" "place" {
  zone_id = cloudflare_zone.main.id
  name    = "office"
  type    = "LOC"
  ttl     = 3600
  data = {
    lat_degrees    = 51
    lat_minutes    = 30
    lat_seconds    = 12.748
    lat_direction  = "N"
    long_degrees   = 0
    long_minutes   = 7
    long_direction = "W"
    altitude       = 20
    size           = 1
    precision_horz = 10000
    precision_vert = 10
  }
}
# office.example.com. 3600 LOC 51 30 12.748 N 0 7 0.000 W 20.00m 1m 10000m 10m
