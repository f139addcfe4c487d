import punycode from "punycode.js";

/** The characters that the octets stand for: UTF-8, or Windows-1252 where they are none. */
export function charactersOf(octets: string): string {
  let escaped = "";
  for (const char of octets) escaped += `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return octets.replace(/[\x80-\x9f]/g, (char) => WINDOWS[char] ?? char);
  }
}

const WINDOWS: Readonly<Record<string, string>> = {
  "\x82": "'",
  "\x84": '"',
  "\x91": "'",
  "\x92": "'",
  "\x93": '"',
  "\x94": '"',
  "\x96": "-",
  "\x97": "-",
  "\x98": "~",
};

const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " "],
  [/[\u0000-\u0008\u000a-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, ""],
  [/[\u2010-\u2015\u2212\ufe58\ufe63]/g, "-"],
  [/["'\u2018-\u201f\u00ab\u00bb\u2032-\u2036\u0060\u00b4]/g, ""],
  [/[\u02dc\u223c\u301c]/g, "~"],
];

/** The text with what only looks like ASCII replaced: dashes, spaces, quotation marks, full-width letters. */
export function asciiLookalike(text: string): string {
  let out = text;
  for (const [pattern, ascii] of LOOKALIKES) out = out.replace(pattern, ascii);
  return out.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

/** Whether all of it is printable ASCII. */
export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** The A-labels of an internationalized name (RFC 5891), mapped to lower case and NFC first. */
export function toAsciiName(name: string): string | undefined {
  try {
    return punycode.toASCII(name.normalize("NFC").toLowerCase());
  } catch {
    return undefined;
  }
}
