resource "google_dns_record_set" "dkim" {
  name         = "s1._domainkey.${var.domain}."
  managed_zone = var.zone
  type         = "TXT"
  ttl          = 300
  rrdatas = [trimspace(<<-EOT
    "v=DKIM1; k=rsa; p=${var.key_part_one}" "${var.key_part_two}"
  EOT
  )]
}
resource "aws_route53_record" "spf" {
  zone_id = var.zone
  name    = "${var.domain}."
  type    = "TXT"
  ttl     = 300
  records = [join(" ", split("\n", chomp(<<-EOT
    v=spf1
    include:${var.one}
    -all
  EOT
  )))]
}
resource "digitalocean_record" "spf" {
  domain = var.domain
  type   = "TXT"
  name   = "@"
  value  = chomp(<<EOT
v=spf1 include:_spf.example.net -all
EOT
  )
}
