import type { RsaKey } from "./publicKey.ts";

/** What is wrong with the modulus of an RSA key, as a word for "the modulus is ..."; undefined where nothing shows (RFC 8017 section 3.1). */
export function modulusFault(octets: Uint8Array, { modulus, bits }: RsaKey): string | undefined {
  if (bits === 0) return "zero";
  if ((octets[modulus.content] ?? 0) >= 0x80) return "negative (the zero octet in front of it is missing)";
  return (octets[modulus.end - 1] ?? 0) % 2 === 0 ? "even" : undefined;
}

/** Whether the octets of an INTEGER can be a public exponent: odd, positive, at least 3 (RFC 8017 section 3.1). */
export function isExponent(octets: Uint8Array): boolean {
  const first = octets.findIndex((octet) => octet !== 0);
  const isSmall = first < 0 || (first === octets.length - 1 && (octets[first] ?? 0) < 3);
  return !isSmall && (octets.at(-1) ?? 0) % 2 === 1 && (octets[0] ?? 0) < 0x80;
}
