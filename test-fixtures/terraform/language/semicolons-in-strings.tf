a = "v=DMARC1; p=none; rua=mailto:a@example.com"
