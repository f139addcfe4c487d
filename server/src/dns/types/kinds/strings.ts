import { decodeStep, encodeOctets, octetsOf, stepEnd } from "../../octets.ts";
import type { RdataToken } from "../../rdata.ts";
import type { Kind } from "../kind.ts";
import { type Item, type Reading, shown } from "../reading.ts";

/** Octets of one character-string (RFC 1035 section 3.3). */
const STRING_MAX = 255;

/** A character-string, quoted or not, printed in quotes. */
export const string: Kind = {
  read: (reading) => readString(reading, STRING_MAX),
  print: (wire) => quoted(wire.counted()),
};

/** One string as long as the rdata lasts, always in quotes (RFC 7553 section 4.4). */
export const uri: Kind = {
  read(reading) {
    const token = reading.next;
    if (token !== undefined && !token.quoted) {
      reading.take();
      return reading.fail(
        "zone-uri-target",
        "The target of a URI record stands in quotes: name servers refuse it",
        token,
        { title: "Put the target in quotes", text: `"${encodeOctets(octetsOf(token.raw))}"` },
      );
    }
    return readString(reading, 65_535);
  },
  print: (wire) => quoted(wire.rest()),
};

/** The value of a CAA property: as long as the rdata lasts. */
export const value: Kind = {
  read: (reading) => readString(reading, 65_535),
  print: (wire) => quoted(wire.rest()),
};

/** An X.25 address: at least four digits (RFC 1183 section 3.1). */
export const x25: Kind = {
  read(reading) {
    const token = reading.next;
    const item = readString(reading, STRING_MAX);
    if (item === undefined || token === undefined || /^"[0-9]{4,}"$/.test(item.text)) return item;
    return reading.fail(
      "zone-rdata-string",
      `${shown(token.raw)} is not an X.25 address: at least four digits`,
      token,
    );
  },
  print: (wire) => quoted(wire.counted()),
};

/** The tag of a CAA property: ASCII letters and digits, without quotes (RFC 8659 section 4.1). */
export const caaTag: Kind = {
  read(reading) {
    const token = reading.take();
    if (!token.quoted && /^[0-9a-z]{1,255}$/i.test(token.raw)) return { text: token.raw };
    const bare = token.quoted && /^[0-9a-z]{1,255}$/i.test(token.raw);
    return reading.fail(
      "zone-caa-tag",
      bare
        ? "Quotes do not belong around a CAA tag: name servers refuse it"
        : `${shown(token.raw)} is not a CAA tag: letters and digits alone`,
      token,
      bare ? { title: `Write \`${token.raw}\` without quotes`, text: token.raw } : undefined,
    );
  },
  print(wire) {
    const tag = wire.counted();
    return tag !== undefined && /^[0-9a-z]+$/i.test(tag) ? tag : undefined;
  },
};

/** Octets in quotes, as published. */
export function quoted(octets: string | undefined): string | undefined {
  return octets === undefined ? undefined : `"${encodeOctets(octets)}"`;
}

/** The octets of a token; undefined after saying which escape in it is none. */
export function readOctets(reading: Reading, token: RdataToken): string | undefined {
  const { raw } = token;
  const inside = token.start + (token.quoted ? 1 : 0);
  let octets = "";
  for (let at = 0; at < raw.length; ) {
    const end = stepEnd(raw, at);
    // A backslash at the end of a line escapes nothing.
    const step = /^\\[\r\n]/.test(raw.slice(at, end)) ? undefined : decodeStep(raw, at, end);
    if (step === undefined) {
      return reading.fail(
        "zone-rdata-escape",
        `${shown(raw.slice(at, end))} is no escape: write \`\\\` and three digits up to 255, or \`\\\` and one character`,
        { start: inside + at, end: inside + end },
        raw.slice(at, end) === "\\"
          ? undefined
          : { title: "Write the backslash itself (`\\\\`)", text: `\\${raw.slice(at, end)}` },
      );
    }
    octets += step;
    at = end;
  }
  return octets;
}

function readString(reading: Reading, most: number): Item | undefined {
  const token = reading.take();
  const octets = readOctets(reading, token);
  if (octets === undefined) return undefined;
  if (octets.length <= most) return { text: `"${encodeOctets(octets)}"` };
  return reading.fail(
    "zone-rdata-string-too-long",
    `This string has ${octets.length} octets; one holds ${most}: name servers refuse it`,
    token,
  );
}
