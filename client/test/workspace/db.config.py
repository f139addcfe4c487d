DATABASE = "not a zone"
