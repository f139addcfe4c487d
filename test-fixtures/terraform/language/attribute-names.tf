a-b = 1
a_b = 2
a9 = 3
_x = 4
ümlaut = 5
名前 = 6
