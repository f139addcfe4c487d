import { encodeOctets } from "../octets.ts";

/** Rdata as octets (one character each), being read from the front. Past its end every answer is undefined. */
export class Wire {
  readonly octets: string;
  at = 0;

  constructor(octets: string) {
    this.octets = octets;
  }

  get left(): number {
    return this.octets.length - this.at;
  }

  /** The next `count` octets. */
  take(count: number): string | undefined {
    if (count < 0 || count > this.left) return undefined;
    this.at += count;
    return this.octets.slice(this.at - count, this.at);
  }

  /** Everything that is left. */
  rest(): string {
    return this.take(this.left) ?? "";
  }

  /** An unsigned number of `size` octets, most significant first. */
  number(size: number): number | undefined {
    const octets = this.take(size);
    if (octets === undefined) return undefined;
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + octets.charCodeAt(i);
    return value;
  }

  /** The octets behind one octet that counts them. */
  counted(): string | undefined {
    const size = this.number(1);
    return size === undefined ? undefined : this.take(size);
  }

  /** A name in presentation form with its letters kept; compression does not occur in rdata of a zone file. */
  name(): string | undefined {
    let name = "";
    for (;;) {
      const size = this.number(1);
      if (size === undefined || size > 63) return undefined;
      if (size === 0) return name === "" ? "." : name;
      const label = this.take(size);
      if (label === undefined) return undefined;
      name += `${encodeOctets(label).replace(/[().;@$ ]/g, (char) => (char === " " ? "\\032" : `\\${char}`))}.`;
    }
  }
}

/** Octets as hexadecimal digits in upper case. */
export function hexOf(octets: string): string {
  let out = "";
  for (let i = 0; i < octets.length; i++) {
    out += octets.charCodeAt(i).toString(16).padStart(2, "0").toUpperCase();
  }
  return out;
}

/** The octets that hexadecimal digits write. */
export function octetsOfHex(digits: string): string {
  let out = "";
  for (let i = 0; i + 1 < digits.length; i += 2) {
    out += String.fromCharCode(Number.parseInt(digits.slice(i, i + 2), 16));
  }
  return out;
}

/** A number as `size` octets, most significant first. */
export function octetsOfNumber(value: number, size: number): string {
  let out = "";
  for (let i = size - 1; i >= 0; i--) out += String.fromCharCode(Math.floor(value / 256 ** i) & 255);
  return out;
}
