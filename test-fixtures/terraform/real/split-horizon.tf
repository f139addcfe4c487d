resource "aws_route53_zone" "public" {
  name = "example.com"
}
resource "aws_route53_zone" "private" {
  name = "example.com"
  vpc {
    vpc_id = var.vpc
  }
}
resource "aws_route53_record" "public" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "example.com"
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ip4:192.0.2.0/24 -all"]
}
resource "aws_route53_record" "private" {
  zone_id = aws_route53_zone.private.zone_id
  name    = "example.com"
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ip4:192.0.2.0/24 -all"]
}
