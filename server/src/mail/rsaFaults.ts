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

/** Why some receivers refuse keys with such an exponent, or should; undefined for all others. */
export function exponentDoubt(octets: Uint8Array): string | undefined {
  const value = exponentOf(octets);
  if (value === 3)
    return "The public exponent is 3: careless receivers accept forged signatures with such keys";
  return value > 2 ** 32 ? "The public exponent is above 2³²: some receivers refuse such keys" : undefined;
}

/** The number that the octets of an INTEGER make. */
export function exponentOf(octets: Uint8Array): number {
  let value = 0;
  for (const octet of octets) value = value * 256 + octet;
  return value;
}
