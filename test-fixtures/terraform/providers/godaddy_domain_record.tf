resource "godaddy_domain_record" "main" {
  domain = "example.com"

  record {
    name = "@"
    type = "TXT"
    data = "v=spf1 mx -all"
    ttl  = 3600
  }
  record {
    name     = "@"
    type     = "MX"
    data     = "mx.example.net."
    ttl      = 300
    priority = 10
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 300 MX 10 mx.example.net.
