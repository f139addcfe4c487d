# The DNS of cloud.example, kept in Terraform. The values are read as Route 53 and Cloudflare publish them: hover one.

resource "aws_route53_zone" "cloud" {
  name = "cloud.example"
}

locals {
  offices = ["192.0.2.0/28", "198.51.100.0/28"]
}

resource "aws_route53_record" "mail_host" {
  zone_id = aws_route53_zone.cloud.zone_id
  name    = "mail"
  type    = "A"
  ttl     = 3600
  records = ["192.0.2.25"]
}

resource "aws_route53_record" "mx" {
  zone_id = aws_route53_zone.cloud.zone_id
  name    = ""
  type    = "MX"
  ttl     = 3600
  records = ["10 mail.cloud.example"]
}

# Put together from a list, and checked all the same.
resource "aws_route53_record" "spf" {
  zone_id = aws_route53_zone.cloud.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 3600
  records = ["v=spf1 mx ${join(" ", [for office in local.offices : "ip4:${office}"])} ~all"]
}

resource "aws_route53_record" "mail_spf" {
  zone_id = aws_route53_zone.cloud.zone_id
  name    = "mail"
  type    = "TXT"
  ttl     = 3600
  records = ["v=spf1 a -all"]
}

# One string holds 255 octets at most: Route 53 refuses this key until it is split.
resource "aws_route53_record" "dkim" {
  zone_id = aws_route53_zone.cloud.zone_id
  name    = "s1._domainkey"
  type    = "TXT"
  ttl     = 3600
  records = ["v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhDN20f6ayNl+jNtwMCyS1kq9C4FLUawyNptBSA3yzm4LNzGC6njJWhjzIMTVb+M/iDlWzx3yuHd2wFsadietoJxZtnUGrGuvPpO1o0eaoKQkLCQYmAQ6V554VFvYjPchW3udffmwXUv0sCxUAwTUil1/gdUTrSuEQTeXlUl0/pkw/ufrl7lqyhUGR0YXzBHIzCFgx4s1Xx554PR4NiOk12tH7da9uSnyVR8r8O2j4fG98a9/uITW/oqsrrDx57fy+MJ+W5r+xe/oJ07pup31h81bvzxte/zRILQTpKz2XoWpWRML3b+0s43iV7NZx6qH6073GBTf9UIBC+9EwfFmvwIDAQAB"]
}

# A policy for subdomains that is weaker than the domain's own, and a tag that nobody knows.
resource "aws_route53_record" "dmarc" {
  zone_id = aws_route53_zone.cloud.zone_id
  name    = "_dmarc"
  type    = "TXT"
  ttl     = 3600
  records = ["v=DMARC1; p=reject; sp=none; rau=mailto:dmarc@cloud.example"]
}
