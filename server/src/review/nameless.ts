import { absoluteName } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { familyOfText } from "../mail/classify.ts";
import { HOLE } from "../text/mappedText.ts";
import { compareText } from "./change.ts";
import { HOLE_IN_NAME, plainName } from "./phrase.ts";
import { contentOf } from "./rdata.ts";
import type { ReviewFile, Scope, Side } from "./snapshot.ts";

/** Stands for the origin of a record whose zone is not known; nobody can register it (RFC 6761 section 6.4). */
export const NOWHERE = "nameless.invalid.";

/** A record, before and after, whose absolute name cannot be told. */
export interface NamelessPair {
  /** As written, below an origin that nobody has. */
  readonly name: string;
  readonly scope: Scope;
}

/**
 * The records without a known name that differ between the sides. Two equal relative names need not be one name, so each
 * record is reviewed by itself; before and after belong together where file, name and type are the same.
 */
export function namelessPairs({ base, head, reports }: Scope): readonly NamelessPair[] {
  const before = recordsByName(base.changed);
  const after = recordsByName(head.changed);
  const pairs: NamelessPair[] = [];
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort(compareText)) {
    const written = (before.get(key) ?? after.get(key))?.name ?? "";
    const [from, to] = different(before.get(key)?.records ?? [], after.get(key)?.records ?? []);
    for (let i = 0; i < Math.max(from.length, to.length); i++) {
      const one = from[i] ?? to[i];
      const name = one === undefined ? undefined : absoluteName(placeOf(one, written), NOWHERE);
      if (name === undefined) continue;
      const scope = { base: sideWith(base, name, from[i]), head: sideWith(head, name, to[i]), reports };
      pairs.push({ name, scope });
    }
  }
  return pairs;
}

/** Where a record belongs: policies and keys are told by how they begin, where their names begin with something unknown. */
function placeOf({ text }: DnsRecord, written: string): string {
  if (written !== "" && !written.startsWith(HOLE)) return written;
  const family = text === undefined ? undefined : familyOfText(text.text);
  const below = written === "" ? "" : `.${written}`;
  if (family === "dmarc") return `_dmarc${below}`;
  if (family === "dkim" && !/\b_domainkey\b/i.test(written)) return `${HOLE_IN_NAME}._domainkey${below}`;
  return written || "@";
}

/** The name as it stands in the file. */
export function writtenName(name: string): string {
  if (name === NOWHERE) return "@";
  const written = name.endsWith(`.${NOWHERE}`) ? name.slice(0, -NOWHERE.length - 1) : plainName(name);
  return written.replaceAll(HOLE_IN_NAME, "…");
}

interface Named {
  readonly name: string;
  readonly records: DnsRecord[];
}

function recordsByName(files: readonly ReviewFile[]): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const { key, document } of files) {
    // The owner that a zone's next record inherits (RFC 1035 section 5.1).
    let last = "";
    for (const record of document.records()) {
      const isInherited = document.language === "zone" && record.name === "";
      const name = isInherited ? last : record.name;
      last = name;
      if (record.owner !== undefined) continue;
      const id = `${key} ${record.type} ${name.toLowerCase()}`;
      const group = found.get(id);
      if (group === undefined) found.set(id, { name, records: [record] });
      else group.records.push(record);
    }
  }
  return found;
}

/** Both lists without what they have in common. */
function different(
  from: readonly DnsRecord[],
  to: readonly DnsRecord[],
): readonly [readonly DnsRecord[], readonly DnsRecord[]] {
  const left = [...to];
  const gone = from.filter((record) => {
    const at = left.findIndex((other) => contentOf(other) === contentOf(record) && other.ttl === record.ttl);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [gone, left];
}

function sideWith(side: Side, name: string, record: DnsRecord | undefined): Side {
  const at = (owner: string, type?: string) => {
    if (owner !== name) return side.at(owner, type);
    return record === undefined || (type !== undefined && record.type !== type) ? [] : [record];
  };
  const lookup: Side["lookup"] = (owner, type) =>
    owner === name ? at(owner, type) : side.lookup(owner, type);
  return { changed: [], files: side.files, at, lookup };
}
