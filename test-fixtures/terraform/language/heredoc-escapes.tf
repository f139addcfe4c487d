a = <<EOT
\n is not an escape "here"
$${literal} %%{literal}
EOT
