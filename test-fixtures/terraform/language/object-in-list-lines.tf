records = [
  {
    name = "a"
  },
  {
    name = "b"
  }
]
