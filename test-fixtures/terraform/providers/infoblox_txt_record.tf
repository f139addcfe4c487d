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

resource "infoblox_mx_record" "mx" {
  fqdn           = "example.com"
  mail_exchanger = "mx.example.com"
  preference     = 30
  ttl            = 120
}
# example.com. 120 MX 30 mx.example.com.

resource "infoblox_a_record" "mx" {
  fqdn    = "mx.example.com"
  ip_addr = "192.0.2.1"
}
# mx.example.com. ? A 192.0.2.1

resource "infoblox_aaaa_record" "mx" {
  fqdn      = "mx.example.com"
  ipv6_addr = "2001:db8::1"
}
# mx.example.com. ? AAAA 2001:db8::1

resource "infoblox_cname_record" "www" {
  alias     = "www.example.com"
  canonical = "mx.example.com"
}
# www.example.com. ? CNAME mx.example.com.

resource "infoblox_ns_record" "lab" {
  name       = "lab.example.com"
  nameserver = "ns.example.net"
  addresses {
    address = "192.0.2.53"
  }
}
# lab.example.com. ? NS ns.example.net.

resource "infoblox_ptr_record" "mx" {
  ptrdname = "mx.example.com"
  ip_addr  = "192.0.2.1"
}
# ? ? PTR mx.example.com.

resource "infoblox_srv_record" "sip" {
  name     = "_sip._tcp.example.com"
  priority = 12
  weight   = 10
  port     = 5060
  target   = "mx.example.com"
  ttl      = 3600
}
# _sip._tcp.example.com. 3600 SRV 12 10 5060 mx.example.com.
