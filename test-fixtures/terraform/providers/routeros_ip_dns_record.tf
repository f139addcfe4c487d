resource "routeros_ip_dns_record" "txt" {
  name = "www.example.com"
  type = "TXT"
  ttl  = 300
  text = "some text"
}
# www.example.com. 300 TXT "some text"

resource "routeros_ip_dns_record" "a" {
  name    = "host.example.com"
  type    = "A"
  address = "192.0.2.1"
}
# host.example.com. ? A 192.0.2.1
