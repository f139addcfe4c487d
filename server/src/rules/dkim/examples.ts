// Keys made for these pages with OpenSSL. Nobody signs with them; their private halves are thrown away.

/** A sound key: RSA, 2048 bits, exponent 65537. */
export const RSA_2048 =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj9gejZKPNRc8hC3N6S1ORmSwnVFXEFxvrQqwPq66aLpp5bovBXgS" +
  "8rbrE+D03GkS+QPoEpmVAdLL5HR01b149JCrBdf0kHfwRNbmNx0gzK8RPs7wqJgpAOp9PUT2Yq3ZGGZezs6wNnoNI6GXxj9p" +
  "nrcKtqR446SfYRB50ntKKppZth7ZO1s7xYkO9ZJYa7c24S9S/nZN4yb3MsVf6G2J0QH6nMtciiB/H9SBCwZFl/mu44aOTEpI" +
  "auRjRKYyKUDTPKHDRFqkHpub+qC+6tdgSdWhQZRuvQayZsVC1pfNm7/+iv0SbC8U99GDerPoDhGCWmrFIwEemucXDhWxeDIx" +
  "GQIDAQAB";

/** RSA, 1024 bits. */
export const RSA_1024 =
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDJaXWIoUNawb8Hq/S21AOLd3CFa+UzzPswu58jHjXhO4/4kl5bWzQ2HAFn" +
  "Lmwl7/7MvQHCZXhF/+PvtbD0suPxmB8pnlt0mWYBsIdyCC+/QntCKX6ZkdZVjZ5l+fB3zYmGbQsWuJkcWStWoiGvF1FJqxaj" +
  "eb05qMbRWHPRpWkBZwIDAQAB";

/** RSA, 512 bits. */
export const RSA_512 =
  "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKJjRUj2Z+t5DpOlLlIh0+hphLDNs17eVL91A4Ze8ywQEeDPQbHI9i7A/VBtCd/i" +
  "3DQpaZTkOWm7PQOVkMMC0FkCAwEAAQ==";

/** RSA, 4104 bits. */
export const RSA_4104 =
  "MIICIzANBgkqhkiG9w0BAQEFAAOCAhAAMIICCwKCAgIAtEj1jaMttOg1xEse2DMVm9RGeYAEPcuQ4xHFUh+wGRHnVPgNXIsu" +
  "wZqvSaWE+76ntDusDNFtq52yzQjcIZMaNTofYvXEds0fqFi2Q6OCmmHow34u+XNORPSAyNIMvtkGi6gFWCN/0zV9buNcrmnl" +
  "V8TxrjJnDeUfZYLjdWHHMp0hRZ25nttYKeremPp6HFtPyX0pts+s9jiXG4L3Rc8C0czM/gc3uiN3tfp8vZOZXhQ5E+ELjmdl" +
  "/Mk4zY0UAbR3bTA9O1JsNlrQgtHkXpNjpDEvej5gZRAU3ZdnJEsBLOKQw/2dLb0ue6h7MJhqs8yUbJ8r1f6Wsc9THrwt24Qs" +
  "dgfoX7EaDtyLdcvndAfc51vGV9fid51lyDruCykiiQB6rWEhcRr49gxbm2HyvmpQYBMamQsxU64vIfRfc+QaARGafuxhzS3R" +
  "lkzW9uBPYnltlJsXyKxwdQEXhKjV93Dxve4OlM2a1ZDB3oevthj2xNyR6wA8TFleusl6ciYNqR+5uMKsZKHp+h/90f9pljdm" +
  "eu9xoL6Jg0KIxNy+YlHb76ypCFVGv7FDkM5Zb60M0xmDfo2Klo10w9XvCBBaP6QX4+hmKeypyeIZ1XKySm4mt+8W/9oksX4p" +
  "nXeJB9u04RSBd1hlyoXZbWDVWHv8si2wwFgLvxuOdeDwKXqCh52L1aujAgMBAAE=";

/** RSA, 2048 bits, exponent 3. */
export const RSA_EXPONENT_3 =
  "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAovw8PA8Hg1oWhfFJv3jgl0JtXPzImcL/um77/l49a+bsrD5yGpZx" +
  "eVPVv2G4Haq44AgjKS2ldBBEkQLTxAlbYAJiqbsVte8PzwdBNe4j0OgRkmgRxwj9GRErUo8gIlOhRREizhaWTV7ksZCPAsPs" +
  "LdCeVt8vTHP+yDdG89nE/yxQ8uFIIP10vujvO4OJ2xOlH+/PZpOl6FEN2jpIg+/kUpu/4rNbxUc0P05uacyom+Tpi/kvo526" +
  "ZHJl8lwtZ2qoMvSSiGM4Sqf+h8Wgk5GHqcxRQlgRLSAyaoh3ZH/1h5PlmHhZN9olo232BkfC201jfx18y2fctuRmYUD2Knul" +
  "hwIBAw==";

/** RSA_2048 with the last bit of its modulus cleared. */
export const RSA_EVEN =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj9gejZKPNRc8hC3N6S1ORmSwnVFXEFxvrQqwPq66aLpp5bovBXgS" +
  "8rbrE+D03GkS+QPoEpmVAdLL5HR01b149JCrBdf0kHfwRNbmNx0gzK8RPs7wqJgpAOp9PUT2Yq3ZGGZezs6wNnoNI6GXxj9p" +
  "nrcKtqR446SfYRB50ntKKppZth7ZO1s7xYkO9ZJYa7c24S9S/nZN4yb3MsVf6G2J0QH6nMtciiB/H9SBCwZFl/mu44aOTEpI" +
  "auRjRKYyKUDTPKHDRFqkHpub+qC+6tdgSdWhQZRuvQayZsVC1pfNm7/+iv0SbC8U99GDerPoDhGCWmrFIwEemucXDhWxeDIx" +
  "GAIDAQAB";

/** A P-256 key. */
export const EC =
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQyaf8J+llmih5AzVRS0FCwTEDJYCJcbikWMsuYTqfsScLS0RUIOlofmrN8q4" +
  "uiESQBQZN3DzvuHrN4o4UAfVSg==";

/** Ed25519, 32 octets. */
export const ED25519 = "NJeZB8750WbxVm9qYnR+eT55tF4SuJUlms2PN8NXd34=";

/** The private half of ED25519, as PKCS#8; made to be seen. */
export const ED25519_PRIVATE = "MC4CAQAwBQYDK2VwBCIEIPVziHrNxt9188+oIopguXDqJkRiG/CJe64OciUKfXFJ";

/** A certificate of ED25519. */
export const CERTIFICATE =
  "MIHSMIGFAhQRJZO3zQpIqNfOn2UxsrfbCcPpJDAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yNjExMjQwNjU4MTZaFw0zNjEx" +
  "MjEwNjU4MTZaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQA0l5kHzvnRZvFWb2pidH55Pnm0XhK4lSWazY83w1d3fjAFBgMr" +
  "ZXADQQA/jzEZ7G0/653SbuzSyRaawetR3jMPOKMCXYY7YRxf0zBCU5YnZzYFto/v4PxIFR4q+zoGWEyJCTNqQxVrvoUN";

/** TXT rdata for `text`: one quoted string, or several of 255 octets in parentheses. */
export function txt(text: string): string {
  const strings: string[] = [];
  for (let at = 0; at < text.length; at += 255) strings.push(`"${text.slice(at, at + 255)}"`);
  return strings.length === 1 ? strings.join("") : `( ${strings.join("\n    ")} )`;
}

/** A record at the selector `s1` with these tags before a sound key. */
export function sound(tags: string): string {
  return `s1._domainkey TXT ${txt(`${tags}p=${RSA_2048}`)}`;
}

/** What most pages show as right. */
export const GOOD = sound("v=DKIM1; k=rsa; ");
