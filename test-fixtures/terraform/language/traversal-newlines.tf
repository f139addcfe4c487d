a = (
  var
  .x
  .y
)
