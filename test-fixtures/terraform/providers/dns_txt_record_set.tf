resource "dns_txt_record_set" "apex" {
  zone = "example.com."
  txt  = ["v=spf1 mx -all", "say \\\"hi\\\""]
}
# example.com. 3600 TXT "v=spf1 mx -all"
# example.com. 3600 TXT "say \"hi\""

resource "dns_txt_record_set" "www" {
  zone = "example.com."
  name = "www"
  ttl  = 300
  txt  = ["some text"]
}
# www.example.com. 300 TXT "some text"

resource "dns_mx_record_set" "mx" {
  zone = "example.com."
  ttl  = 300
  mx {
    preference = 10
    exchange   = "smtp.example.org."
  }
}
# example.com. 300 MX 10 smtp.example.org.
