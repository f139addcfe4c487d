a = "v=spf1 exists:%%{i}._spf.example.com -all"
b = "v=spf1 a:mail.%%{d} -all"
