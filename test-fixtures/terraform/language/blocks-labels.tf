a {
}
b "x" {
}
c "x" "y" {
}
d x {
}
e x "y" z {
}
