a = <<-EOT
  %{ for i, x in ["a", "b"] }
  ${i}: ${x}
  %{ endfor }
  EOT
