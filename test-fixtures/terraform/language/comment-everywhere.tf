a /* x */ = /* y */ 1 /* z */
b = [ # first
  1, // second
  /* third */ 2,
]
block /* between */ "label" /* and */ {
  # inside
}
