a = join("\" \"", regexall(".{1,255}", var.key))
b = replace(var.key, "/(.{255})/", "$1\" \"")
c = join(" ", formatlist("\"%s\"", regexall(".{1,255}", var.key)))
d = join("\"\"", [for c in chunklist(split("", var.key), 255) : join("", c)])
