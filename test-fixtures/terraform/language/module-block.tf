module "dns" {
  source  = "./modules/dns"
  version = "1.0.0"
  providers = {
    aws = aws.west
  }
  records = { for r in local.records : r.name => r }
}
