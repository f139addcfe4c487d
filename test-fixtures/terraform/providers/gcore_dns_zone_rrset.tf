resource "gcore_dns_zone_rrset" "apex" {
  zone_name  = "example.com"
  rrset_name = "example.com"
  rrset_type = "TXT"
  ttl        = 3600
  resource_records = [{
    content = [jsonencode("v=spf1 mx -all")]
    enabled = true
  }]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "gcore_dns_zone_rrset" "a" {
  zone_name  = "example.com"
  rrset_name = "www.example.com"
  rrset_type = "TXT"
  ttl        = 300
  resource_records = [{
    content = ["\"some text\""]
  }]
}
# www.example.com. 300 TXT "some text"
