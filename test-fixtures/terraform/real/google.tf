locals {
  dkim = "v=DKIM1; k=rsa; p=${var.public_key}"
}
resource "google_dns_record_set" "spf" {
  name         = google_dns_managed_zone.main.dns_name
  managed_zone = google_dns_managed_zone.main.name
  type         = "TXT"
  ttl          = 300
  rrdatas      = ["\"v=spf1 include:${var.spf} -all\"", "\"${var.verification}\""]
}
resource "google_dns_record_set" "dkim" {
  name         = "google._domainkey.${google_dns_managed_zone.main.dns_name}"
  managed_zone = google_dns_managed_zone.main.name
  type         = "TXT"
  ttl          = 300
  rrdatas      = [join(" ", formatlist("\"%s\"", regexall(".{1,255}", local.dkim)))]
}
resource "google_dns_record_set" "dkim_chunks" {
  name         = "s2._domainkey.${google_dns_managed_zone.main.dns_name}"
  managed_zone = google_dns_managed_zone.main.name
  type         = "TXT"
  ttl          = 300
  rrdatas      = ["\"${join("\" \"", compact([substr(var.key, 0, 220), substr(var.key, 220, 220)]))}\""]
}
resource "google_dns_record_set" "mx" {
  name         = google_dns_managed_zone.main.dns_name
  managed_zone = google_dns_managed_zone.main.name
  type         = "MX"
  ttl          = 3600
  rrdatas      = var.mx_records
}
resource "google_dns_managed_zone" "main" {
  name     = var.name
  dns_name = "${var.domain}."
}
