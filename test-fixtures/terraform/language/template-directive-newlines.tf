a = <<EOT
%{ if true }
a
%{ else }
b
%{ endif }
c
EOT
