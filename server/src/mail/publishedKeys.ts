import { decodeBase64 } from "./base64.ts";
import type { DkimKey } from "./dkimKey.ts";
import { type PublicKey, readPublicKey } from "./publicKey.ts";

// Keys out of specifications that print the private half beside the public one: anybody can sign with them.
const PUBLISHED: readonly (readonly [string, string])[] = [
  [
    "RFC 6376 appendix C",
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
  ],
  [
    "RFC 8463 appendix A",
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
  ],
  ["RFC 8463 appendix A", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
  ["RFC 8032 section 7.1", "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="],
  ["RFC 8032 section 7.1", "/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU="],
  ["RFC 8032 section 7.1", "J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4="],
];

const BY_END = new Map(
  PUBLISHED.map(([source, text]) => {
    const { bytes } = decodeBase64(text, 0, text.length);
    const number = numberOf(bytes, readPublicKey(bytes)) ?? bytes;
    return [endOf(number), { source, number }];
  }),
);

/** The specification that prints the private half of this key; undefined for every other key. */
export function publishedIn({ octets, reading }: Pick<DkimKey, "octets" | "reading">): string | undefined {
  const number = numberOf(octets, reading);
  const known = number === undefined ? undefined : BY_END.get(endOf(number));
  if (number === undefined || known?.number.length !== number.length) return undefined;
  return known.number.every((octet, i) => octet === number[i]) ? known.source : undefined;
}

/** What such a key means, without its full stop. */
export function publishedWarning(source: string): string {
  return `${source} prints the private half of this key: anybody can sign mail as this domain`;
}

/** What makes the key, however it is wrapped: the modulus, or the 32 octets. */
function numberOf(octets: Uint8Array, key: PublicKey): Uint8Array | undefined {
  if (key.kind === "rsa") return octets.subarray(key.modulus.content, key.modulus.end);
  return key.kind === "ed25519" ? octets.subarray(key.start, key.start + 32) : undefined;
}

/** The last four octets, to find a key by before all of it is compared. */
function endOf(number: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = number.subarray(-4);
  return (a << 24) | (b << 16) | (c << 8) | d;
}
