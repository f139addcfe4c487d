output "x" {
  value       = { for k, v in a_b.c : k => v.id }
  description = <<-EOT
    Long
    text
  EOT
  sensitive   = true
}
