a = "%{ if var.x }yes%{ endif }"
b = "%{if var.x}yes%{else}no%{endif}"
c = "%{ if var.x }a%{ if var.y }b%{ endif }c%{ endif }"
