domain = "example.com"
ttl    = 3600
records = {
  spf = ["v=spf1 -all"]
}
