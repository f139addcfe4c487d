resource "digitalocean_domain" "main" {
  name = "example.com"
}

resource "digitalocean_record" "txt" {
  domain = "example.com"
  type   = "TXT"
  name   = "@"
  value  = "v=spf1 mx -all"
}
# example.com. 1800 TXT "v=spf1 mx -all"

resource "digitalocean_record" "other" {
  domain   = digitalocean_domain.main.id
  type     = "MX"
  name     = "mail"
  value    = "mx.example.com."
  priority = 10
  ttl      = 300
}
# mail.example.com. 300 MX 10 mx.example.com.
