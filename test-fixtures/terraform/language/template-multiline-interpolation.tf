a = "x ${
  var.y
} z"
b = "x ${join(",", [
  "a",
  "b",
])} z"
