a = "日本語 ünïcode 😀"
