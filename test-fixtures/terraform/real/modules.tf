module "dns" {
  source  = "git::https://git.example.net/modules/dns.git?ref=v2"
  zone    = var.zone
  spf     = "v=spf1 include:_spf.example.net -all"
  dmarc   = "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
  records = local.records
}
module "zone" {
  source  = "terraform-aws-modules/route53/aws"
  version = "~> 6.0"
  name    = var.zone
  records = {
    for k, v in local.records : k => {
      type    = v.type
      ttl     = 300
      records = v.values
    }
  }
}
locals {
  records = {
    apex = { type = "TXT", values = ["v=spf1 include:${var.mail_provider} -all"] }
    www  = { type = "CNAME", values = ["${var.lb}."] }
  }
}
module "verification" {
  source   = "./missing"
  for_each = var.domains
  name     = each.key
  txt      = ["google-site-verification=${each.value}"]
}
