resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_route53_record" "apex" {
  zone_id = aws_route53_zone.main.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 3600
  records = ["v=spf1 mx -all", "first\"\"second"]
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 3600 TXT "first" "second"

resource "aws_route53_record" "mx" {
  zone_id = aws_route53_zone.main.id
  name    = "example.com"
  type    = "MX"
  ttl     = "300"
  records = ["10 mx1.example.com", "20 mx2.example.net."]
}
# example.com. 300 MX 10 mx1.example.com.
# example.com. 300 MX 20 mx2.example.net.

resource "aws_route53_record" "www" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "www"
  type    = "A"
  alias {
    name                   = "lb.example.net"
    zone_id                = "Z2"
    evaluate_target_health = true
  }
}
# www.example.com. ? A ?

resource "aws_route53_record" "elsewhere" {
  zone_id = "Z0123456789"
  name    = "mail.example.org."
  type    = "CNAME"
  ttl     = 60
  records = ["mail.example.net"]
}
# mail.example.org. 60 CNAME mail.example.net.

resource "aws_route53_record" "unknown" {
  zone_id = "Z0123456789"
  name    = "mail"
  type    = "CNAME"
  ttl     = 60
  records = ["mail.example.net"]
}
# ? 60 CNAME mail.example.net.

resource "aws_route53_record" "service" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "shop"
  type    = "HTTPS"
  ttl     = 300
  records = ["0 www.example.com."]
}
# shop.example.com. 300 HTTPS 0 www.example.com.
