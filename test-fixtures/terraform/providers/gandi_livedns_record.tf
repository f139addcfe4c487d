resource "gandi_livedns_record" "txt" {
  zone   = "example.com"
  name   = "@"
  type   = "TXT"
  ttl    = 3600
  values = ["\"v=spf1 mx -all\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "gandi_livedns_record" "other" {
  zone   = "example.com"
  name   = "@"
  type   = "MX"
  ttl    = 10800
  values = ["10 spool.mail.gandi.net.", "50 fb.mail.gandi.net."]
}
# example.com. 10800 MX 10 spool.mail.gandi.net.
# example.com. 10800 MX 50 fb.mail.gandi.net.
