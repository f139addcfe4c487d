terraform {
  required_providers {
    hcloud = {
      source = "hetznercloud/hcloud"
    }
  }
}
resource "hcloud_zone_rrset" "spf" {
  zone = "example.com"
  name = "@"
  type = "TXT"
  records = [
    { value = provider::hcloud::txt_record("v=spf1 -all") },
  ]
}
