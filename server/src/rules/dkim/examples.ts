// Keys made for these pages with OpenSSL. Nobody signs with them; their private halves are thrown away.

/** A sound key: RSA, 2048 bits, exponent 65537. */
export const RSA_2048 =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj9gejZKPNRc8hC3N6S1ORmSwnVFXEFxvrQqwPq66aLpp5bovBXgS" +
  "8rbrE+D03GkS+QPoEpmVAdLL5HR01b149JCrBdf0kHfwRNbmNx0gzK8RPs7wqJgpAOp9PUT2Yq3ZGGZezs6wNnoNI6GXxj9p" +
  "nrcKtqR446SfYRB50ntKKppZth7ZO1s7xYkO9ZJYa7c24S9S/nZN4yb3MsVf6G2J0QH6nMtciiB/H9SBCwZFl/mu44aOTEpI" +
  "auRjRKYyKUDTPKHDRFqkHpub+qC+6tdgSdWhQZRuvQayZsVC1pfNm7/+iv0SbC8U99GDerPoDhGCWmrFIwEemucXDhWxeDIx" +
  "GQIDAQAB";

/** TXT rdata for `text`: one quoted string, or several of 255 octets in parentheses. */
export function txt(text: string): string {
  const strings: string[] = [];
  for (let at = 0; at < text.length; at += 255) {
    strings.push(`"${text.slice(at, at + 255).replaceAll('"', '\\"')}"`);
  }
  return strings.length === 1 ? strings.join("") : `( ${strings.join("\n    ")} )`;
}

/** A record at the selector `s1` with these tags before a sound key. */
export function sound(tags: string): string {
  return `s1._domainkey TXT ${txt(`${tags}p=${RSA_2048}`)}`;
}

/** What most pages show as right. */
export const GOOD = sound("v=DKIM1; k=rsa; ");
