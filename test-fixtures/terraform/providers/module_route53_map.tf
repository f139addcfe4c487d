module "zone" {
  source  = "terraform-aws-modules/route53/aws"
  version = "~> 6.0"

  name = "example.com"

  records = {
    apex = {
      full_name = "example.com"
      type      = "TXT"
      ttl       = 3600
      records   = ["v=spf1 mx -all"]
    }
    mail = {
      type    = "MX"
      ttl     = 300
      records = ["10 mx.example.net"]
    }
    host = {
      name    = "www"
      type    = "A"
      ttl     = 300
      records = ["192.0.2.1"]
    }
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"
# mail.example.com. 300 MX 10 mx.example.net.
# www.example.com. 300 A 192.0.2.1
