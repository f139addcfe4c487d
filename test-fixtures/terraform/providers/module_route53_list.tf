module "records" {
  source  = "terraform-aws-modules/route53/aws//modules/records"
  version = "~> 2.0"

  zone_name = "example.com"

  records = [
    {
      name    = ""
      type    = "TXT"
      ttl     = 3600
      records = ["v=spf1 mx -all"]
    },
    {
      name    = "www"
      type    = "A"
      ttl     = 300
      records = ["192.0.2.1", "192.0.2.2"]
    },
  ]
}
# example.com. 3600 TXT "v=spf1 mx -all"
# www.example.com. 300 A 192.0.2.1
# www.example.com. 300 A 192.0.2.2

module "encoded" {
  source    = "terraform-aws-modules/route53/aws//modules/records"
  zone_name = "example.org"
  records_jsonencoded = jsonencode([
    { name = "mail", type = "MX", ttl = 60, records = ["5 mx.example.net"] },
  ])
}
# mail.example.org. 60 MX 5 mx.example.net.
