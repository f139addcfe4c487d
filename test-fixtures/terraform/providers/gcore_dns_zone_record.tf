resource "gcore_dns_zone_record" "apex" {
  zone   = "example.com"
  domain = "example.com"
  type   = "TXT"
  ttl    = 3600
  resource_record {
    content = "v=spf1 mx -all"
    enabled = true
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "gcore_dns_zone_record" "a" {
  zone   = "example.com"
  domain = "www.example.com"
  type   = "A"
  ttl    = 300
  resource_record {
    content = "192.0.2.1"
  }
  resource_record {
    content = "192.0.2.2"
  }
}
# www.example.com. 300 A 192.0.2.1
# www.example.com. 300 A 192.0.2.2
