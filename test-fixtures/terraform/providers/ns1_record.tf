resource "ns1_zone" "main" {
  zone = "example.com"
}

resource "ns1_record" "apex" {
  zone   = ns1_zone.main.zone
  domain = "example.com"
  type   = "TXT"
  ttl    = 3600
  answers {
    answer = "v=spf1 mx -all"
  }
}
# example.com. 3600 TXT "v=spf1 mx -all"

resource "ns1_record" "mx" {
  zone   = "example.com"
  domain = "mail.example.com"
  type   = "MX"
  ttl    = 300
  answers {
    answer = "5 mx1.example.com"
  }
  answers {
    answer = "10 mx2.example.com"
  }
}
# mail.example.com. 300 MX 5 mx1.example.com.
# mail.example.com. 300 MX 10 mx2.example.com.

resource "ns1_record" "short" {
  zone          = "example.com"
  domain        = "short.example.com"
  type          = "A"
  short_answers = ["192.0.2.1"]
}
# short.example.com. ? A 192.0.2.1
