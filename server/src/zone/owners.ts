import punycode from "punycode.js";
import { absoluteName, isAtOrBelow, readName, relativeTo } from "../dns/names.ts";
import { FLAG } from "./block.ts";
import { hashName, lastHash } from "./hash.ts";
import {
  complain,
  complainOfName,
  fix,
  insert,
  ownerName,
  type Reading,
  replace,
  shown,
  unquoted,
} from "./reading.ts";
import type { Statement } from "./statement.ts";

/**
 * Reads an owner that is long, escaped, quoted or not ASCII; leaves its hash in `lastHash`. Returns the flags of one that
 * cannot be told, and says why unless the statement is `broken` anyway.
 */
export function readOddOwner(
  reading: Reading,
  { start, ownerEnd, flags }: Statement,
  broken: boolean,
): number {
  const written = reading.text.slice(start, ownerEnd);
  const raw = unquoted(written);
  const { name } = readName(raw, reading.origin);
  if (name === undefined) {
    const isBad = !broken && complainOfName(reading, raw, start + (written === raw ? 0 : 1));
    return isBad ? FLAG.nameless | FLAG.broken : FLAG.nameless;
  }
  if (!broken && (flags & FLAG.nonAscii) !== 0 && /[^\0-\x7f]/.test(raw))
    complainOfUnicode(reading, raw, start, ownerEnd);
  if (!broken && written === raw && raw.includes("@")) complainOfAt(reading, raw, start);
  const { hi, lo } = hashName(name);
  lastHash.hi = hi;
  lastHash.lo = lo;
  return 0;
}

// Only alone does `@` stand for the origin (RFC 1035 section 5.1).
function complainOfAt(reading: Reading, raw: string, start: number): void {
  const at = /(?:^|(?<!\\)\.)@(?=\.|$)/.exec(raw);
  if (at === null || raw === "@") return;
  const before = raw.slice(0, at.index);
  const behind = raw.slice(at.index + at[0].length);
  const meant = behind === "." ? before || "@" : before + (before === "" ? behind.slice(1) : behind);
  const label = start + at.index + at[0].length - 1;
  complain(
    reading,
    "zone-owner-at",
    `\`@\` stands for the origin only where it stands alone: the record is at \`${relativeTo(absoluteName(raw, reading.origin) ?? raw, ".")}\`, and nobody asks for it there`,
    label,
    label + 1,
    fix(`Write \`${meant}\``, replace(start, start + raw.length, meant)),
  );
}

function complainOfUnicode(reading: Reading, raw: string, start: number, end: number): void {
  const isText = /^[^\\\uFFFD\p{Cs}]*$/u.test(raw);
  // RFC 5891 section 4.2.1: composed first, as whoever asks for the name does.
  const ascii = isText ? punycode.toASCII(raw.toLowerCase().normalize("NFC")) : raw;
  const fixes = ascii === raw ? [] : [fix(`Write \`${ascii}\``, replace(start, end, ascii))];
  complain(
    reading,
    "zone-name-non-ascii",
    `${shown(raw, 0, raw.length)} is published as raw octets that nobody asks for, and Knot refuses it: in the DNS the name is written in punycode`,
    start,
    end,
    ...fixes,
  );
}

/** Whether an owner lies outside the zone; false while there is no SOA. */
export function isOutside({ apex }: Reading, owner: string | undefined): boolean {
  return apex !== undefined && owner !== undefined && !isAtOrBelow(owner, apex);
}

/** Whether the stated owner may lie outside the zone, so that `complainOfOutside` should look at it. */
export function mayBeOutside(reading: Reading, { start, ownerEnd, isOwnerOdd }: Statement): boolean {
  const { apex, text } = reading;
  if (apex === undefined) return false;
  if (isOwnerOdd) return true;
  if (text.charCodeAt(ownerEnd - 1) !== 0x2e) return !reading.originInside;
  if (apex === ".") return false;
  const begin = ownerEnd - apex.length;
  if (begin < start || (begin > start && text.charCodeAt(begin - 1) !== 0x2e)) return true;
  for (let i = 0; i < apex.length; i++) {
    let c = text.charCodeAt(begin + i);
    if (c >= 0x41 && c <= 0x5a) c |= 0x20;
    if (c !== apex.charCodeAt(i)) return true;
  }
  return false;
}

/** The flag of a record that lies outside the zone; a rule says so. */
export function outsideFlag(reading: Reading, row: number): number {
  return isOutside(reading, ownerName(reading, row)) ? FLAG.outside : 0;
}

/** Says that a record has no owner, and none to inherit. */
export function complainOfOwner(reading: Reading, { start, typeStart, typeEnd }: Statement): void {
  const fixes =
    reading.origin === undefined
      ? []
      : [fix(`Write the owner \`@\` (\`${reading.origin}\`)`, insert(start, "@"))];
  complain(
    reading,
    "zone-owner-missing",
    "This record has no owner, and there is none above it to inherit; name servers refuse the zone",
    typeStart,
    typeEnd,
    ...fixes,
  );
}

/** Says that a record inherits an owner from before the `$ORIGIN` or `$INCLUDE` above it. */
export function complainOfMoved(reading: Reading, { start, typeStart, typeEnd }: Statement): void {
  const owner = ownerName(reading, reading.ownerRow);
  if (owner === undefined) return;
  const { origin } = reading;
  const fixes = [
    fix(
      `Write the owner \`${owner}\``,
      insert(start, origin === undefined ? owner : relativeTo(owner, origin)),
    ),
  ];
  if (origin !== undefined && origin !== owner)
    fixes.push(fix(`Write the owner \`@\` (\`${origin}\`)`, insert(start, "@")));
  complain(
    reading,
    "zone-owner-after-origin",
    `This record belongs to \`${owner}\`, from before the directive above it, and not to \`${origin ?? "the new origin"}\``,
    typeStart,
    typeEnd,
    ...fixes,
  );
}
