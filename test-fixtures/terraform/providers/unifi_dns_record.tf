resource "unifi_dns_record" "txt" {
  name   = "www.example.com"
  type   = "TXT"
  ttl    = 300
  record = "some text"
}
# www.example.com. 300 TXT "some text"
