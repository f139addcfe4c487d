variable "zone_id" {}
variable "domain" {}
variable "ses_region" { default = "eu-west-1" }
variable "spf_includes" { type = list(string) }
variable "dkim_keys" { type = map(string) }
variable "enable_mail" { type = bool }

resource "aws_route53_record" "spf" {
  zone_id = var.zone_id
  name    = var.domain
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ${join(" ", formatlist("include:%s", var.spf_includes))} -all"]
}
resource "aws_route53_record" "dmarc" {
  zone_id = var.zone_id
  name    = "_dmarc.${var.domain}"
  type    = "TXT"
  ttl     = 300
  records = ["v=DMARC1; p=reject; rua=mailto:dmarc@${var.domain}"]
}
resource "aws_route53_record" "dkim" {
  for_each = var.dkim_keys
  zone_id  = var.zone_id
  name     = "${each.key}._domainkey.${var.domain}"
  type     = "TXT"
  ttl      = 300
  records  = [replace("v=DKIM1; k=rsa; p=${each.value}", "/(.{255})/", "$1\"\"")]
}
resource "aws_route53_record" "mx" {
  count   = var.enable_mail ? 1 : 0
  zone_id = var.zone_id
  name    = var.domain
  type    = "MX"
  ttl     = 300
  records = ["10 inbound-smtp.${var.ses_region}.amazonaws.com"]
}
