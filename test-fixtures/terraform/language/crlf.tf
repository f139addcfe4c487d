a = "x"
b = [
  1,
]
c = <<EOT
one
two
EOT
d {
  e = 1
}
