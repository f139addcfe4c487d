resource "glesys_dnsdomain_record" "txt" {
  domain = "example.com"
  host   = "www"
  type   = "TXT"
  ttl    = 3600
  data   = "some text"
}
# www.example.com. 3600 TXT "some text"
