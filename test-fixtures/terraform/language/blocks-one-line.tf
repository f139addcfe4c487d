a {}
b { x = 1 }
c "l" { y = "z" }
