/**
 * A number as Terraform holds it: mantissa * 2^exponent, rounded to so many bits as its parts had (`precision`). The
 * mantissa is odd or zero, so that equal numbers have equal parts.
 */
export interface Num {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly precision: number;
}

/** What is written has so many bits; what Go counts has 64, what it computes as a double 53. */
export const WRITTEN = 512;
export const COUNTED = 64;
const DOUBLE = 53;

/** Numbers further from 1 than this are not followed: each would cost more than a whole file. */
const FURTHEST = 4096;
/** No double times a power of two up to this is further. */
const NEAR = FURTHEST - 1024;

const ZERO: Num = { mantissa: 0n, exponent: 0, precision: COUNTED };

/** A whole number. */
export function whole(value: number | bigint, precision = COUNTED): Num {
  return rounded(BigInt(value), 0, precision) ?? ZERO;
}

/** What a computation with doubles gave; undefined for what is no number. */
export function fromDouble(value: number): Num | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (Number.isSafeInteger(value)) return whole(value, DOUBLE);
  // Doubling is exact, and ends: no double has more than 1074 bits behind its point.
  let exponent = 0;
  let mantissa = value;
  for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2;
  return rounded(BigInt(mantissa), exponent, DOUBLE);
}

/** The number that a text of decimal digits stands for, as Go reads it; undefined where it is none. */
export function parseNum(text: string): Num | undefined {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:([ep])([+-]?[0-9]+))?$/i.exec(text);
  if (match === null) return undefined;
  const [, sign, before = "", after = "", kind = "e", digits = "0"] = match;
  if (before + after === "" || text.length > FURTHEST) return undefined;
  const shift = Number(digits);
  if (Math.abs(shift) > FURTHEST) return undefined;
  const magnitude = BigInt(before + after);
  const isBinary = kind.toLowerCase() === "p";
  const tens = (isBinary ? 0 : shift) - after.length;
  const twos = isBinary ? shift : 0;
  const signed = sign === "-" ? -magnitude : magnitude;
  if (tens >= 0) return rounded(signed * 10n ** BigInt(tens), twos, WRITTEN);
  return quotient(signed, 10n ** BigInt(-tens), twos, WRITTEN);
}

/** Whether the text is a number for Terraform, though not one that is followed here. */
export function isFarNumber(text: string): boolean {
  return (
    /^[+-]?(?:inf|infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[ep][+-]?[0-9]+)?)$/i.test(text) &&
    parseNum(text) === undefined
  );
}

export function add(a: Num, b: Num): Num | undefined {
  const exponent = Math.min(a.exponent, b.exponent);
  return rounded(scaled(a, exponent) + scaled(b, exponent), exponent, widest(a, b));
}

export function subtract(a: Num, b: Num): Num | undefined {
  return add(a, { ...b, mantissa: -b.mantissa });
}

/** Undefined for a zero with a sign, which Terraform prints as `-0`. */
export function multiply(a: Num, b: Num): Num | undefined {
  if (isSignedZero(a, b)) return undefined;
  const product = rounded(a.mantissa * b.mantissa, a.exponent + b.exponent, WRITTEN);
  if (product === undefined) return undefined;
  const needed = bitsOf(product.mantissa);
  return { ...product, precision: Math.max(widest(a, b), needed) };
}

/** Undefined where it is infinite. */
export function divide(a: Num, b: Num): Num | undefined {
  if (b.mantissa === 0n || isSignedZero(a, b)) return undefined;
  const isNegative = b.mantissa < 0n;
  const top = isNegative ? -a.mantissa : a.mantissa;
  return quotient(top, isNegative ? -b.mantissa : b.mantissa, a.exponent - b.exponent, widest(a, b));
}

/** What is left of a division: of the sign of what is divided. */
export function remainder(a: Num, b: Num): Num | undefined {
  if (b.mantissa === 0n) return a;
  const ratio = a.mantissa === 0n ? ZERO : divide(a, b);
  if (ratio === undefined) return undefined;
  const times = whole(truncated(ratio), WRITTEN);
  const part = rounded(b.mantissa * times.mantissa, b.exponent + times.exponent, widest(a, b));
  return part === undefined ? undefined : subtract(a, part);
}

export function negated(a: Num): Num | undefined {
  return a.mantissa === 0n ? undefined : { ...a, mantissa: -a.mantissa };
}

export function compare(a: Num, b: Num): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = scaled(a, exponent) - scaled(b, exponent);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Without what stands behind the point. */
export function truncated(a: Num): bigint {
  return a.exponent >= 0 ? scaled(a, 0) : a.mantissa / (1n << BigInt(-a.exponent));
}

/** The greatest whole number that is not greater. */
export function floor(a: Num): bigint {
  return a.exponent >= 0 ? scaled(a, 0) : a.mantissa >> BigInt(-a.exponent);
}

export function isWhole(a: Num): boolean {
  return a.exponent >= 0;
}

/** The nearest double. */
export function toDouble(a: Num): number {
  if (a.exponent >= 0) return Number(scaled(a, 0));
  const bits = bitsOf(a.mantissa);
  const extra = bits - DOUBLE;
  if (extra <= 0 && a.exponent > -1000) return Number(a.mantissa) * 2 ** a.exponent;
  return Number(numText(a));
}

/** The exact decimal digits of a number, without its sign: 0.digits * 10^point. */
export interface Digits {
  readonly digits: string;
  readonly point: number;
}

export function digitsOf({ mantissa, exponent }: Num): Digits {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  if (magnitude === 0n) return { digits: "", point: 0 };
  const all =
    exponent >= 0
      ? (magnitude << BigInt(exponent)).toString()
      : (magnitude * 5n ** BigInt(-exponent)).toString();
  return { digits: all.replace(/0+$/, ""), point: all.length + Math.min(exponent, 0) };
}

/** The digits rounded to so many of them, halves to even. */
export function roundedDigits({ digits, point }: Digits, count: number): Digits {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: "", point };
  const next = digits.charCodeAt(count) - 0x30;
  const isHalf = next === 5 && count + 1 === digits.length;
  const isUp = isHalf ? count > 0 && (digits.charCodeAt(count - 1) - 0x30) % 2 === 1 : next >= 5;
  return isUp ? up({ digits, point }, count) : down({ digits, point }, count);
}

/** The shortest digits that are read as this number again. */
export function shortestDigits(a: Num): Digits {
  const exact = digitsOf(a);
  const magnitude = a.mantissa < 0n ? -a.mantissa : a.mantissa;
  if (magnitude === 0n || (a.exponent >= 0 && bitsOf(magnitude) + a.exponent <= a.precision)) return exact;
  const shift = a.precision + 1 - bitsOf(magnitude);
  const middle = shift >= 0 ? magnitude << BigInt(shift) : magnitude >> BigInt(-shift);
  const exponent = a.exponent - shift;
  const lower = digitsOf({ mantissa: middle - 1n, exponent, precision: 0 });
  const upper = digitsOf({ mantissa: middle + 1n, exponent, precision: 0 });
  const isInclusive = (middle & 2n) === 0n;
  const at = ({ digits }: Digits, i: number) => digits.charAt(i) || "0";
  for (let i = 0; i < exact.digits.length; i++) {
    const own = at(exact, i);
    const isDown = at(lower, i) !== own || (isInclusive && i + 1 === lower.digits.length);
    const high = at(upper, i);
    const isUp =
      own !== high && (isInclusive || Number(own) + 1 < Number(high) || i + 1 < upper.digits.length);
    if (isDown && isUp) return roundedDigits(exact, i + 1);
    if (isDown) return down(exact, i + 1);
    if (isUp) return up(exact, i + 1);
  }
  return exact;
}

/** Digits as Terraform prints them: as few as tell the number, never with an exponent. */
export function numText(a: Num): string {
  return (a.mantissa < 0n ? "-" : "") + plainDigits(shortestDigits(a), 0);
}

/** Digits as Go's `%g` prints them with so many: with an exponent where the number is far from 1. */
export function generalText(a: Num, count: number | undefined): string {
  const rounded = count === undefined ? shortestDigits(a) : roundedDigits(digitsOf(a), Math.max(1, count));
  const { digits, point } = rounded;
  const wanted = Math.max(1, count ?? 6);
  const isShort = count !== undefined && wanted > digits.length && digits.length >= point;
  const sign = a.mantissa < 0n ? "-" : "";
  const power = digits === "" ? 0 : point - 1;
  if (power >= -4 && power < (isShort ? digits.length : wanted)) return sign + plainDigits(rounded, 0);
  return sign + exponentText(rounded, digits.length - 1);
}

/** Digits with an exponent, and so many behind the point. */
export function exponentText({ digits, point }: Digits, places: number): string {
  const power = digits === "" ? 0 : point - 1;
  const after = digits.slice(1).padEnd(Math.max(0, places), "0");
  const exponent = String(Math.abs(power)).padStart(2, "0");
  return `${digits.charAt(0) || "0"}${after === "" ? "" : `.${after}`}e${power < 0 ? "-" : "+"}${exponent}`;
}

/** Digits around their point, with at least so many behind it. */
export function plainDigits({ digits, point }: Digits, places: number): string {
  const before = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const after = (point < 0 && digits !== "" ? "0".repeat(-point) : "") + digits.slice(Math.max(0, point));
  const padded = after.padEnd(places, "0");
  return padded === "" ? before : `${before}.${padded}`;
}

function down({ digits, point }: Digits, count: number): Digits {
  const kept = digits.slice(0, count).replace(/0+$/, "");
  return { digits: kept, point: kept === "" ? 0 : point };
}

function up({ digits, point }: Digits, count: number): Digits {
  const kept = digits.slice(0, count).replace(/9+$/, "");
  if (kept === "") return { digits: "1", point: point + 1 };
  return { digits: kept.slice(0, -1) + String.fromCharCode(kept.charCodeAt(kept.length - 1) + 1), point };
}

function widest(a: Num, b: Num): number {
  return Math.max(a.precision, b.precision);
}

function isSignedZero(a: Num, b: Num): boolean {
  return (a.mantissa === 0n || b.mantissa === 0n) && (a.mantissa < 0n || b.mantissa < 0n);
}

function scaled(a: Num, exponent: number): bigint {
  return a.mantissa << BigInt(a.exponent - exponent);
}

function bitsOf(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  return 4 * hex.length - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
}

// The divisor is positive. Two bits more than wanted, and one that says whether anything is left.
function quotient(top: bigint, bottom: bigint, exponent: number, precision: number): Num | undefined {
  if (top % bottom === 0n) return rounded(top / bottom, exponent, precision);
  const shift = Math.max(0, precision + 2 + bitsOf(bottom) - bitsOf(top));
  const wide = (top < 0n ? -top : top) << BigInt(shift);
  const ratio = ((wide / bottom) << 1n) | (wide % bottom === 0n ? 0n : 1n);
  return rounded(top < 0n ? -ratio : ratio, exponent - shift - 1, precision);
}

// To so many bits, halves to even; undefined where it is too far from 1 to be followed.
function rounded(value: bigint, exponent: number, precision: number): Num | undefined {
  if (value === 0n) return { mantissa: 0n, exponent: 0, precision };
  const narrow = Number(value);
  if (Number.isSafeInteger(narrow) && precision >= DOUBLE && Math.abs(exponent) < NEAR) {
    let odd = narrow;
    let power = exponent;
    for (; odd % 2 === 0; odd /= 2) power++;
    return { mantissa: odd === narrow ? value : BigInt(odd), exponent: power, precision };
  }
  let mantissa = value < 0n ? -value : value;
  let power = exponent;
  const extra = bitsOf(mantissa) - precision;
  if (extra > 0) {
    const cut = BigInt(extra);
    const rest = mantissa & ((1n << cut) - 1n);
    const half = 1n << (cut - 1n);
    mantissa >>= cut;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
    power += extra;
  }
  const zeros = BigInt.asUintN(32, mantissa) === 0n ? trailingZeros(mantissa) : lowZeros(mantissa);
  mantissa >>= BigInt(zeros);
  power += zeros;
  if (Math.abs(power) > FURTHEST || Math.abs(power + bitsOf(mantissa)) > FURTHEST) return undefined;
  return { mantissa: value < 0n ? -mantissa : mantissa, exponent: power, precision };
}

function trailingZeros(value: bigint): number {
  let count = 0;
  for (let rest = value; BigInt.asUintN(32, rest) === 0n; rest >>= 32n) count += 32;
  return count + lowZeros(value >> BigInt(count));
}

function lowZeros(value: bigint): number {
  const low = Number(BigInt.asUintN(32, value));
  return 31 - Math.clz32(low & -low);
}
