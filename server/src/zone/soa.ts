import { className } from "../dns/mnemonics.ts";
import { isBelow } from "../dns/names.ts";
import { FLAG } from "./block.ts";
import { complain, fix, insert, ownerName, type Reading, replace, setApex, shown } from "./reading.ts";
import type { Statement } from "./statement.ts";
import { parseTtl, TTL_MAX } from "./ttl.ts";

const CLASS_IN = 1;

/** Takes up what an SOA settles for its zone: class, apex, and the TTL where none is stated (RFC 2308 section 4). */
export function readSoa(reading: Reading, statement: Statement, row: number): void {
  if (reading.klass === 0) reading.klass = statement.klass < 0 ? CLASS_IN : statement.klass;
  const apex = ownerName(reading, row);
  if (reading.ttl < 0) inheritMinimum(reading, statement);
  // A second SOA, of a zone beside the first, begins another one.
  if (apex !== undefined && (reading.apex === undefined || !isBelow(apex, reading.apex)))
    setApex(reading, apex);
}

/** Says that a record has another class than its zone; the flag of one that has. */
export function settleClass(reading: Reading, statement: Statement): number {
  const { klass, start, ownerEnd, typeStart } = statement;
  if (reading.klass === 0) reading.klass = klass;
  if (klass === reading.klass) return 0;
  const word = new RegExp(`(?<=\\s|^)(?:${className(klass)}|CHAOS|HESIOD|CLASS[0-9]+)(?=[\\s()])`, "i").exec(
    reading.text.slice(ownerEnd, typeStart),
  );
  const at = word === null ? start : ownerEnd + word.index;
  const end = word === null ? typeStart : at + word[0].length;
  const zone = className(reading.klass);
  complain(
    reading,
    "zone-class-mismatch",
    `The zone is of class ${zone}, and a zone has one class: name servers refuse ${shown(reading.text, at, end)}`,
    at,
    end,
    fix(`Write \`${zone}\``, replace(at, end, zone)),
  );
  return FLAG.broken;
}

function inheritMinimum(reading: Reading, { start, typeStart, typeEnd, rdataStart, end }: Statement): void {
  const minimum = Math.min(soaMinimum(reading.text, rdataStart, end), TTL_MAX);
  reading.ttl = minimum;
  reading.defaultTtl = minimum;
  if (minimum < 0) return;
  complain(
    reading,
    "zone-ttl-missing",
    `No TTL is stated, and there is no \`$TTL\` above: every record gets the SOA's last number (${minimum}), which is meant for names that do not exist`,
    typeStart,
    typeEnd,
    fix(`Write \`$TTL ${minimum}\` above`, insert(start, `$TTL ${minimum}\n`)),
  );
}

// The last of the SOA's numbers; only asked for where a zone states no TTL at all.
function soaMinimum(text: string, start: number, end: number): number {
  const words = text
    .slice(start, end)
    .replace(/;[^\r\n]*/g, " ")
    .split(/[\s()]+/)
    .filter((word) => word !== "");
  const last = words[6] ?? "";
  return parseTtl(last, 0, last.length);
}
