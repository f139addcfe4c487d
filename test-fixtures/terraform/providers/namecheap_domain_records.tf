resource "namecheap_domain_records" "main" {
  domain     = "example.com"
  mode       = "OVERWRITE"
  email_type = "MX"

  record {
    hostname = "@"
    type     = "TXT"
    address  = "v=spf1 mx -all"
    ttl      = 3600
  }
  record {
    hostname = "@"
    type     = "MX"
    address  = "mx.example.net."
    mx_pref  = 10
    ttl      = 300
  }
  record {
    hostname = "www"
    type     = "A"
    address  = "192.0.2.1"
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 300 MX 10 mx.example.net.
# www.example.com. ? A 192.0.2.1
