variable "a" {
  type = string
}
variable "b" {
  type = list(map(object({ x = optional(string), y = tuple([string, number]) })))
}
variable "c" {
  type = any
}
