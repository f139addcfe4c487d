resource "rackspace_dns_record" "txt" {
  domain_id = "1"
  name      = "www"
  type      = "TXT"
  ttl       = 3600
  data      = "some text"
}
# ? 3600 TXT "some text"
