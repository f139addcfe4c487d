a = "# no comment"
b = "// no comment"
c = "/* no comment */"
