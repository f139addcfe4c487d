module "zone" {
  source = "alex-feel/zone/cloudflare"

  zone = "example.com"
  records = [
    {
      record_name = "spf"
      type        = "TXT"
      value       = "\"v=spf1 mx -all\""
      ttl         = 3600
    },
    {
      record_name = "www"
      type        = "CNAME"
      name        = "www"
      value       = "host.example.net"
      ttl         = 300
    },
  ]
}
# example.com. 3600 TXT "v=spf1 mx -all"
# www.example.com. 300 CNAME host.example.net.
