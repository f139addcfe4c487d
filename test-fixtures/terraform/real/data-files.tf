locals {
  records = yamldecode(file("${path.module}/records.yaml"))
  spf     = templatefile("${path.module}/spf.tftpl", { ips = var.ips })
  csv     = csvdecode(file("dns.csv"))
}
resource "aws_route53_record" "all" {
  for_each = { for r in local.records : "${r.name}-${r.type}" => r }
  zone_id  = data.aws_route53_zone.this.zone_id
  name     = each.value.name
  type     = each.value.type
  ttl      = try(each.value.ttl, 300)
  records  = each.value.values
}
resource "aws_route53_record" "spf" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 300
  records = [local.spf]
}
resource "cloudflare_dns_record" "csv" {
  for_each = { for r in local.csv : r.name => r }
  zone_id  = var.zone_id
  name     = each.key
  type     = each.value.type
  ttl      = tonumber(each.value.ttl)
  content  = each.value.content
}
