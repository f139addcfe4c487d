moved {
  from = a_b.c
  to   = a_b.d
}
import {
  to = a_b.d["k"]
  id = "x"
}
removed {
  from = a_b.e
  lifecycle {
    destroy = false
  }
}
check "health" {
  data "http" "x" {
    url = "https://example.com"
  }
  assert {
    condition     = data.http.x.status_code == 200
    error_message = "no"
  }
}
