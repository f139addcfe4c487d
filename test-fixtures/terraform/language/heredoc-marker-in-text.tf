a = <<EOT
EOTX
 x EOT
EOT
