a = <<EOT
${upper("x")} ${join(",", ["a", "b"])}
${
  var.x
}
EOT
