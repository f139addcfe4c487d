resource "google_dns_managed_zone" "prod" {
  name     = "prod-zone"
  dns_name = "example.com."
}

resource "google_dns_record_set" "apex" {
  managed_zone = google_dns_managed_zone.prod.name
  name         = google_dns_managed_zone.prod.dns_name
  type         = "TXT"
  ttl          = 3600
  rrdatas      = ["\"v=spf1 mx -all\"", "\"a\" \"b\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 3600 TXT "a" "b"

resource "google_dns_record_set" "mx" {
  managed_zone = "prod-zone"
  name         = "mail.${google_dns_managed_zone.prod.dns_name}"
  type         = "MX"
  ttl          = 300
  rrdatas      = ["1 smtp.example.net."]
}
# mail.example.com. 300 MX 1 smtp.example.net.

resource "google_dns_record_set" "weighted" {
  managed_zone = "prod-zone"
  name         = "geo.example.com."
  type         = "A"
  ttl          = 60
  routing_policy {
    wrr {
      weight  = 0.8
      rrdatas = ["192.0.2.1"]
    }
    wrr {
      weight  = 0.2
      rrdatas = ["192.0.2.2"]
    }
  }
}
# geo.example.com. 60 A 192.0.2.1
# geo.example.com. 60 A 192.0.2.2
