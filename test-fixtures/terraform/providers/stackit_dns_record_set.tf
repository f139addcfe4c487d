resource "stackit_dns_zone" "main" {
  project_id = "p"
  name       = "Main zone"
  dns_name   = "example.com"
}

resource "stackit_dns_record_set" "txt" {
  project_id = "p"
  zone_id    = stackit_dns_zone.main.zone_id
  name       = "@"
  type       = "TXT"
  ttl        = 3600
  records    = ["v=spf1 mx -all"]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "stackit_dns_record_set" "other" {
  project_id = "p"
  zone_id    = stackit_dns_zone.main.zone_id
  name       = "www"
  type       = "A"
  ttl        = 60
  records    = ["192.0.2.1"]
}
# www.example.com. 60 A 192.0.2.1
