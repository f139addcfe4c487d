import { countOf, type IpSet } from "./sets.ts";

/** How many addresses the sets hold, in words: "256 IPv4 addresses, 2⁶⁴ IPv6 addresses". */
export function countWords(sets: readonly IpSet[]): string {
  return sets
    .map((set) => `${amount(countOf(set))} IPv${set.family} address${countOf(set) === 1n ? "" : "es"}`)
    .join(", ");
}

/** A number of addresses in words: small ones in figures, powers of two as such. */
export function amount(count: bigint): string {
  if (count === 1n) return "one";
  if (count < 10_000_000n) return Number(count).toLocaleString("en");
  const floor = count.toString(2).length - 1;
  if (count === 1n << BigInt(floor)) return `2${superscript(floor)}`;
  // The nearer power of two, by its logarithm: from the square root of two on, the next one.
  const bits = count * count >= 1n << BigInt(2 * floor + 1) ? floor + 1 : floor;
  return `about 2${superscript(bits)}`;
}

function superscript(value: number): string {
  return [...String(value)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "").join("");
}
