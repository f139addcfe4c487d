resource "aws_route53_record" "spf_strict" {
  count   = var.strict ? 1 : 0
  zone_id = aws_route53_zone.main.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ip4:192.0.2.0/24 -all"]
}
resource "aws_route53_record" "spf_loose" {
  count   = var.strict ? 0 : 1
  zone_id = aws_route53_zone.main.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ip4:192.0.2.0/24 ~all"]
}
resource "aws_route53_zone" "main" {
  name = "example.com"
}
resource "aws_route53_record" "eu" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "geo"
  type           = "TXT"
  ttl            = 60
  records        = ["v=spf1 ip4:192.0.2.1 -all"]
  set_identifier = "eu"
  geolocation_routing_policy {
    continent = "EU"
  }
}
resource "aws_route53_record" "us" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "geo"
  type           = "TXT"
  ttl            = 60
  records        = ["v=spf1 ip4:192.0.2.2 -all"]
  set_identifier = "us"
  geolocation_routing_policy {
    country = "US"
  }
}
