a = {
  # before
  x = 1 # behind

  // between
  y = 2
  /* after */
}
