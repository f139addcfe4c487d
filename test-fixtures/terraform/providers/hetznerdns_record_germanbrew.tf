terraform {
  required_providers {
    hetznerdns = {
      source = "germanbrew/hetznerdns"
    }
  }
}

resource "hetznerdns_zone" "main" {
  name = "example.com"
  ttl  = 60
}

resource "hetznerdns_record" "txt" {
  zone_id = hetznerdns_zone.main.id
  name    = "@"
  type    = "TXT"
  ttl     = 3600
  value   = "v=spf1 mx -all"
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "hetznerdns_record" "mx" {
  zone_id = hetznerdns_zone.main.id
  name    = "mail"
  type    = "MX"
  ttl     = 300
  value   = "10 mx.example.net."
}
# mail.example.com. 300 MX 10 mx.example.net.
