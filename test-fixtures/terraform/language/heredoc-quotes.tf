a = <<EOT
"a" 'b' "unbalanced
EOT
