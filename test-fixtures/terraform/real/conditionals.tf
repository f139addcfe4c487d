resource "linode_domain_record" "spf" {
  domain_id   = var.domain_id
  name        = ""
  record_type = "TXT"
  target      = var.google ? "v=spf1 include:_spf.google.com ~all" : "v=spf1 -all"
}
resource "linode_domain_record" "dmarc" {
  domain_id   = var.domain_id
  name        = "_dmarc"
  record_type = "TXT"
  target      = coalesce(var.dmarc, "v=DMARC1; p=reject; rua=mailto:dmarc@example.com")
}
resource "vultr_dns_record" "spf" {
  domain = vultr_dns_domain.this.id
  name   = ""
  type   = "TXT"
  data   = "\"${var.spf}\""
}
resource "ns1_record" "spf" {
  zone   = var.zone
  domain = var.zone
  type   = "TXT"
  answers {
    answer = lookup(var.txt, "spf", "v=spf1 -all")
  }
}
resource "gandi_livedns_record" "txt" {
  zone   = var.zone
  name   = "@"
  type   = "TXT"
  ttl    = 3600
  values = [for t in var.texts : "\"${t}\""]
}
resource "hcloud_zone_rrset" "txt" {
  zone    = hcloud_zone.this.id
  name    = "@"
  type    = "TXT"
  records = [for t in var.texts : { value = provider::hcloud::txt_record(t) }]
}
resource "powerdns_record" "txt" {
  zone    = "${var.zone}."
  name    = "${var.zone}."
  type    = "TXT"
  ttl     = 300
  records = formatlist("\"%s\"", var.texts)
}
resource "hetznerdns_record" "txt" {
  zone_id = hetznerdns_zone.this.id
  name    = "@"
  type    = "TXT"
  value   = jsonencode("v=spf1 include:${var.spf} -all")
}
resource "ovh_domain_zone_record" "spf" {
  zone      = var.zone
  subdomain = ""
  fieldtype = "SPF"
  ttl       = 600
  target    = "\"v=spf1 include:mx.ovh.com -all\""
}
resource "azurerm_private_dns_txt_record" "internal" {
  name                = var.name
  zone_name           = var.private_zone
  resource_group_name = var.group
  ttl                 = 300
  record {
    value = "owner=${var.team}"
  }
}
