locals {
  txt = {
    spf    = { name = "@", content = "v=spf1 include:${var.provider_spf} -all" }
    dmarc  = { name = "_dmarc", content = "v=DMARC1; p=reject; rua=mailto:${var.rua}" }
    google = { name = "@", content = "google-site-verification=${var.google}" }
  }
  a = toset(["www", "api", "app"])
}
resource "cloudflare_record" "txt" {
  for_each = local.txt
  zone_id  = var.cloudflare_zone_id
  name     = each.value.name
  type     = "TXT"
  content  = each.value.content
}
resource "cloudflare_record" "a" {
  for_each = local.a
  zone_id  = var.cloudflare_zone_id
  name     = each.key
  type     = "A"
  content  = var.ip
  proxied  = true
}
resource "cloudflare_record" "cname_dkim" {
  for_each = toset(["k1", "k2"])
  zone_id  = var.cloudflare_zone_id
  name     = "${each.value}._domainkey"
  type     = "CNAME"
  content  = "dkim.mcsv.net"
  proxied  = false
}
resource "cloudflare_record" "mx" {
  count    = length(var.mx)
  zone_id  = var.cloudflare_zone_id
  name     = "@"
  type     = "MX"
  content  = var.mx[count.index].host
  priority = var.mx[count.index].priority
}
