resource "windns" "txt" {
  record_name = "www"
  record_type = "TXT"
  zone_name   = "example.com"
  txt         = "some text"
}
# www.example.com. ? TXT "some text"

resource "windns" "a" {
  record_name = "host"
  record_type = "A"
  zone_name   = "example.com"
  ipv4address = "192.0.2.1"
}
# host.example.com. ? A 192.0.2.1
