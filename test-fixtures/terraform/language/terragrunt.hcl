include "root" {
  path = find_in_parent_folders()
}
terraform {
  source = "../modules/dns"
}
inputs = {
  spf = "v=spf1 -all"
}
