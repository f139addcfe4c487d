resource "infoblox_txt_record" "apex" {
  fqdn     = "example.com"
  dns_view = "default"
  ttl      = 3600
  text     = "\"v=spf1 mx -all\""
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "infoblox_txt_record" "word" {
  fqdn = "word.example.com"
  text = "word"
}
# word.example.com. ? TXT "word"
