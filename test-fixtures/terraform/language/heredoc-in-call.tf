a = trimspace(<<EOT
v=spf1 -all
EOT
)
