a = "x ${"inner"} y"
b = "x ${"in ${"most"} ner"} y"
c = "${"${"${1}"}"}"
