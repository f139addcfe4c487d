// What is no UTF-8 stands in a text as half a surrogate pair, U+DC80 to U+DCFF: such a character cannot come from UTF-8, so that
// each octet counts as what it is, and is written back as it was.

const BASE = 0xdc00;

/** The octet that half a surrogate pair stands for; undefined for other characters. */
export function looseOctet(point: number): string | undefined {
  return point >= 0xdc80 && point <= 0xdcff ? String.fromCharCode(point - BASE) : undefined;
}

/** The text of a file that is not UTF-8 throughout, given as octets, one character each: what is UTF-8 is read as such. */
export function looseText(octets: string): string {
  return octets.replace(
    /[\x80-\xff]+/g,
    (run) => utf8Text(run) ?? run.replace(/./gs, (octet) => String.fromCharCode(BASE + octet.charCodeAt(0))),
  );
}

/** A text as pieces that are UTF-8 and, every other one, octets that are not. */
export function loosePieces(text: string): readonly string[] {
  return text.split(/([\u{dc80}-\u{dcff}]+)/u);
}

/**
 * A value as JSON that strict readers take: half a surrogate pair, which they refuse, stands in it as U+FFFD.
 *
 * @param indent as `JSON.stringify` has it; without one all stands on one line
 */
export function strictJson(value: object, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent);
  return HALVES.test(json)
    ? json.replace(ESCAPES, (written) => (HALVES.test(written) ? "\\ufffd" : written))
    : json;
}

// Only halves are written as escapes that begin so: whole pairs stand as they are.
const HALVES = /\\ud[89a-f]/;
const ESCAPES = /\\(?:ud[89a-f][0-9a-f]{2}|.)/g;

function utf8Text(run: string): string | undefined {
  try {
    return decodeURIComponent(run.replace(/./gs, (octet) => `%${octet.charCodeAt(0).toString(16)}`));
  } catch {
    return undefined;
  }
}
