a = { true = 1, null = 2, for_each = 3, if = 4, in = 5 }
b = { a-b = 1, a_b = 2 }
