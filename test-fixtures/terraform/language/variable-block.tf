variable "x" {
  type = map(object({
    name   = string
    values = list(string)
    ttl    = optional(number, 300)
  }))
  default     = {}
  description = "text"
  sensitive   = true
  nullable    = false
  validation {
    condition     = length(var.x) > 0
    error_message = "Must not be empty."
  }
}
