a = [for k, v in { for x in [1, 2] : "k${x}" => { y = [x, "${x}-${x * 2}"] } } : join(",", v.y) if length(v.y) > 0]
