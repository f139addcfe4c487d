a = (
  var.x &&
  var.y ||
  var.z
)
b = [
  1 +
  2,
]
