resource "cloudns_dns_record" "txt" {
  zone  = "example.com"
  name  = "www"
  type  = "TXT"
  ttl   = 3600
  value = "some text"
}
# www.example.com. 3600 TXT "some text"
