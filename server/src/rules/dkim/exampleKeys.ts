import { encodeBase64 } from "../../mail/base64.ts";
import { DER, encodeDer, fromHex } from "../../mail/der.ts";
import { wrapAsSpki } from "../../mail/publicKey.ts";

// What the pages of the rules show as keys. The numbers are made up: nobody has private halves of them.

/** An Ed25519 key as DKIM wants it: 32 octets. */
export const ED25519 = "5xbAGRkJ0uXYsBJZQWC9qGNg/E1PB/fM2N0l9VbGGyE=";

/** A public key of ECDSA, which DKIM does not have. */
export const ECDSA =
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWpWbKpCtk09pIlGmC9z0ZlO6aTIZegVTdkoFmptONDfn++J1Cn+/DRvmWXJqQEwTy35KUF82RsFWHpcBekhwqg==";

/** A key of that many bits as a SubjectPublicKeyInfo. */
export function rsaKey(bits: number, exponent = "010001"): string {
  return encodeBase64(wrapAsSpki("rsa", rsaPublicKey(modulus(bits), exponent)));
}

/** The same number without the wrapping: an RSAPublicKey. */
export function bareRsaKey(bits: number): string {
  return encodeBase64(rsaPublicKey(modulus(bits), "010001"));
}

/** A key whose modulus is a number that no key has: even. */
export function evenRsaKey(bits: number): string {
  const number = modulus(bits);
  number[number.length - 1] = 0xfe;
  return encodeBase64(wrapAsSpki("rsa", rsaPublicKey(number, "010001")));
}

/** A private key as `openssl genrsa` writes it. */
export function privateKey(bits: number): string {
  const half = modulus(bits / 2);
  const numbers = [modulus(bits), fromHex("010001"), modulus(bits), half, half, half, half, half];
  const content = [Uint8Array.of(0), ...numbers].map((number) => encodeDer(DER.integer, number));
  return encodeBase64(encodeDer(DER.sequence, ...content));
}

/** An X.509 certificate of such a key. */
export function certificate(bits: number): string {
  const algorithm = encodeDer(DER.sequence, encodeDer(DER.oid, fromHex("2a864886f70d01010b")));
  const empty = encodeDer(DER.sequence);
  const spki = wrapAsSpki("rsa", rsaPublicKey(modulus(bits), "010001"));
  const version = encodeDer(DER.version, encodeDer(DER.integer, Uint8Array.of(2)));
  const serial = encodeDer(DER.integer, Uint8Array.of(1));
  const body = encodeDer(DER.sequence, version, serial, algorithm, empty, empty, empty, spki);
  const signature = encodeDer(DER.bitString, Uint8Array.of(0), modulus(bits));
  return encodeBase64(encodeDer(DER.sequence, body, algorithm, signature));
}

/** Such a key as OpenSSH writes it, without the `ssh-rsa` in front. */
export function sshKey(bits: number): string {
  const name = fromHex("7373682d727361");
  const parts = [name, fromHex("010001"), modulus(bits)];
  const octets = parts.flatMap((part) => [0, 0, part.length >> 8, part.length & 255, ...part]);
  return encodeBase64(Uint8Array.from(octets));
}

function rsaPublicKey(number: Uint8Array, exponent: string): Uint8Array {
  return encodeDer(DER.sequence, encodeDer(DER.integer, number), encodeDer(DER.integer, fromHex(exponent)));
}

/** An odd number of that many bits, with the octet in front that says it is positive. */
function modulus(bits: number): Uint8Array {
  const octets = new Uint8Array(bits / 8 + 1);
  let state = bits;
  for (let i = 1; i < octets.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    octets[i] = state >> 16;
  }
  octets[1] = (octets[1] ?? 0) | 0x80;
  octets[octets.length - 1] = (octets[octets.length - 1] ?? 0) | 1;
  return octets;
}
