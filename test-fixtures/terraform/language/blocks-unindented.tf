resource "aws_instance" "a" {
lifecycle {
prevent_destroy = true
}
tags = {
a = 1
}
}
