resource "aws_route53_record" "one" {
  zone_id = var.zone_one
  name    = "mail"
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 include:_spf.example.net -all"]
}
resource "aws_route53_record" "two" {
  zone_id = var.zone_two
  name    = "mail"
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 include:_spf.example.org -all"]
}
resource "digitalocean_record" "txt" {
  domain = var.domain
  type   = "TXT"
  name   = "@"
  value  = "v=spf1 include:_spf.example.net -all"
}
resource "digitalocean_record" "cname" {
  domain = var.domain
  type   = "CNAME"
  name   = "www"
  value  = "@"
}
