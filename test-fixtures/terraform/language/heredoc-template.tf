a = <<-EOT
  %{ for ip in var.ips ~}
  ip4:${ip}
  %{ endfor ~}
  -all
EOT
