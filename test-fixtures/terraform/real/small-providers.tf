resource "inwx_nameserver_record" "spf" {
  domain  = var.domain
  type    = "TXT"
  ttl     = var.ttl
  content = "v=spf1 include:${var.mail} -all"
}
resource "porkbun_dns_record" "dmarc" {
  domain  = var.domain
  name    = "_dmarc"
  type    = "TXT"
  content = var.dmarc
}
resource "transip_dns_record" "mx" {
  domain  = var.domain
  name    = "@"
  expire  = 300
  type    = "MX"
  content = "10 ${var.mx}."
}
resource "namecheap_domain_records" "all" {
  domain = var.domain
  dynamic "record" {
    for_each = var.records
    content {
      hostname = record.value.host
      type     = record.value.type
      address  = record.value.address
      mx_pref  = lookup(record.value, "priority", null)
    }
  }
}
resource "desec_rrset" "txt" {
  for_each = var.txt
  domain   = desec_domain.this.name
  subname  = each.key
  type     = "TXT"
  ttl      = 3600
  records  = [for t in each.value : "\"${t}\""]
}
resource "akamai_dns_record" "spf" {
  zone       = var.zone
  name       = var.zone
  recordtype = "TXT"
  ttl        = 600
  target     = ["\"v=spf1 include:${var.mail} -all\""]
}
resource "dnsimple_zone_record" "dkim" {
  zone_name = var.zone
  name      = "${var.selector}._domainkey"
  type      = "TXT"
  value     = "v=DKIM1; k=rsa; p=${var.key}"
}
