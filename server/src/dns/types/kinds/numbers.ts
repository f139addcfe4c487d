import type { RdataProblem, RdataToken } from "../../rdata.ts";
import type { Kind } from "../kind.ts";
import { type Reading, shown } from "../reading.ts";
import { parseUnits } from "../units.ts";

export const u8 = unsigned(1, 255);
export const u16 = unsigned(2, 65_535);
export const u32 = unsigned(4, 4_294_967_295);
/** At most one bit of relay discovery (RFC 8777 section 4.2.2). */
export const bit = unsigned(1, 1);
export const prefixLength = unsigned(1, 128);

/** A Chaosnet address: an octal number of 16 bits (RFC 1035 section 3.3, BIND). */
export const octal: Kind = {
  read(reading, field) {
    const token = reading.take();
    if (token.quoted || !/^[0-7]+$/.test(token.raw)) {
      return reading.fail(
        "zone-rdata-number",
        `${shown(token.raw)} is no ${field.name}: an octal number`,
        token,
      );
    }
    const value = Number.parseInt(token.raw, 8);
    if (value <= 65_535) return { text: value.toString(8) };
    return reading.fail("zone-rdata-range", `${shown(token.raw)} is too big: at most 177777`, token);
  },
  print: (wire) => wire.number(2)?.toString(8),
};

/** Seconds, also written with units: `1h30m` (a BIND extension that all servers follow for SOA timers). */
export const seconds: Kind = {
  read(reading) {
    const token = reading.take();
    const value = token.quoted ? -1 : parseUnits(token.raw);
    if (value >= 0 && value <= 4_294_967_295) return { text: String(value) };
    if (value >= 0)
      return reading.fail(
        "zone-rdata-range",
        `${shown(token.raw)} is more than 32 bits hold (4294967295)`,
        token,
      );
    return reading.fail(
      "zone-rdata-time",
      `${shown(token.raw)} is not a time: write seconds, or units such as \`1h30m\``,
      token,
    );
  },
  print: (wire) => printed(wire.number(4)),
};

/** The value of a plain decimal number; NaN where it is none. */
export function decimal(token: RdataToken): number {
  return !token.quoted && /^[0-9]+$/.test(token.raw) ? Number(token.raw) : Number.NaN;
}

/** Reads a number up to `most`; undefined after saying what is wrong. */
export function readNumber(reading: Reading, most: number, name: string, usual?: string): number | undefined {
  const token = reading.take();
  const value = decimal(token);
  if (value <= most) return value;
  if (Number.isNaN(value)) {
    const bare = token.quoted && /^[0-9]+$/.test(token.raw);
    reading.fail(
      "zone-rdata-number",
      bare
        ? `Quotes do not belong around the ${name}: name servers refuse it`
        : `${shown(token.raw)} stands where the ${name}, a number up to ${most}, belongs`,
      token,
      bare
        ? { title: `Write \`${token.raw}\` without quotes`, text: token.raw }
        : meantNumber(reading, token, most, usual),
    );
    return undefined;
  }
  reading.fail("zone-rdata-range", `${shown(token.raw)} is too big: the ${name} is at most ${most}`, token);
  return undefined;
}

// What a word was meant to be that stands where a number belongs: glued to it, behind it, or in front of the last one.
function meantNumber(
  { tokens, next, left }: Reading,
  { raw, quoted, end }: RdataToken,
  most: number,
  usual: string | undefined,
): RdataProblem["fix"] {
  if (next !== undefined) {
    const isSwapped = left === 1 && !quoted && decimal(next) <= most && next.start === end + 1;
    const text = isSwapped ? `${next.raw} ${raw}` : raw.replace(/^([0-9]+),$/, "$1");
    return text === raw ? undefined : { title: `Write \`${text}\``, text, end: isSwapped ? next.end : end };
  }
  if (usual === undefined || tokens.length > 1) return undefined;
  const [, digits, rest] = /^([0-9]{1,5})([a-z].*\..*)$/i.exec(raw) ?? [];
  const text = digits === undefined ? `${usual} ${raw}` : `${digits} ${rest}`;
  return { title: `Write \`${text}\``, text };
}

function unsigned(size: number, most: number): Kind {
  return {
    read(reading, field) {
      const value = readNumber(reading, most, field.name, field.usual);
      return value === undefined ? undefined : { text: String(value) };
    },
    print(wire) {
      const value = wire.number(size);
      return value === undefined || value > most ? undefined : String(value);
    },
  };
}

function printed(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
