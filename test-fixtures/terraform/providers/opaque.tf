resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_ses_domain_identity" "main" {
  domain = "example.com"
}

resource "aws_route53_record" "ses" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "_amazonses.example.com"
  type    = "TXT"
  ttl     = 600
  records = [aws_ses_domain_identity.main.verification_token]
}
# _amazonses.example.com. 600 TXT ?

resource "aws_route53_record" "dkim" {
  count   = 3
  zone_id = aws_route53_zone.main.zone_id
  name    = "${aws_ses_domain_dkim.main.dkim_tokens[count.index]}._domainkey"
  type    = "CNAME"
  ttl     = 600
  records = ["${aws_ses_domain_dkim.main.dkim_tokens[count.index]}.dkim.amazonses.com"]
}
# ? 600 CNAME ?
# ? 600 CNAME ?
# ? 600 CNAME ?
