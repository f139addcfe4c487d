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
 * record is reviewed by itself; before and after belong together where file, name and type are the same. What only moved
 * within its folder is no change.
 */
export function namelessPairs({ base, head, reports }: Scope): readonly NamelessPair[] {
  const before = recordsByName(base.changed);
  const after = recordsByName(head.changed);
  const differences = [...new Set([...before.keys(), ...after.keys()])].sort(compareText).map((key) => {
    const [from, to] = different(before.get(key)?.records ?? [], after.get(key)?.records ?? []);
    return { ...(before.get(key) ?? after.get(key) ?? NO_NAME), from, to };
  });
  const pairs: NamelessPair[] = [];
  for (const { name: written, from, to } of withoutMoves(differences)) {
    for (let i = 0; i < Math.max(from.length, to.length); i++) {
      const one = to[i] ?? from[i];
      const name = one === undefined ? undefined : absoluteName(nameIn(one, written), NOWHERE);
      if (name === undefined) continue;
      const scope = { base: sideWith(base, name, from[i]), head: sideWith(head, name, to[i]), reports };
      pairs.push({ name, scope });
    }
  }
  return pairs;
}

/** Where a record belongs: policies and keys are told by how they begin, where their names do not tell. */
function nameIn({ text, place }: DnsRecord, name: string): string {
  const written = place === undefined ? name : labelsIn(place);
  if (place === undefined && written !== "" && !written.startsWith(HOLE)) return written;
  const family = text === undefined ? undefined : familyOfText(text.text);
  const below = written === "" ? "" : `.${written}`;
  if (family === "dmarc") return `_dmarc${below}`;
  if (family === "dkim" && !/\b_domainkey\b/i.test(written)) return `${HOLE_IN_NAME}._domainkey${below}`;
  return written || "@";
}

/** A place in the form of a name, as far as it can have one. */
function labelsIn(place: string): string {
  const labels = place.split(".").map((label) => label.replace(/[^\w-]/g, "_").slice(0, 30));
  return labels
    .filter((label) => label !== "")
    .slice(-6)
    .join(".");
}

/** The name as it stands in the file. */
export function writtenName(name: string): string {
  if (name === NOWHERE) return "@";
  const written = name.endsWith(`.${NOWHERE}`) ? name.slice(0, -NOWHERE.length - 1) : plainName(name);
  return written.replaceAll(HOLE_IN_NAME, "…");
}

interface Named {
  readonly name: string;
  /** The folder of its file: names of one folder are mostly those of one zone. */
  readonly folder: string;
  readonly records: DnsRecord[];
}

const NO_NAME: Named = { name: "", folder: "", records: [] };

interface Difference extends Named {
  readonly from: readonly DnsRecord[];
  readonly to: readonly DnsRecord[];
}

/**
 * The differences, without what is gone at one place and stands alike at another one that is new. Of a text found by its
 * signature alone the place is no name: such a text that moved is the same one also where it says something else now.
 */
function withoutMoves(all: readonly Difference[]): readonly Difference[] {
  const moved = new Set<DnsRecord>();
  const pair = (keyOf: (record: DnsRecord, folder: string) => string | undefined) => {
    const arrived = new Map<string, { readonly record: DnsRecord; readonly name: string }[]>();
    for (const { from, to, folder, name } of all) {
      if (from.length > 0) continue;
      for (const record of to) {
        const key = moved.has(record) ? undefined : keyOf(record, folder);
        if (key !== undefined) arrived.set(key, [{ record, name }, ...(arrived.get(key) ?? [])]);
      }
    }
    const pairs: Difference[] = [];
    for (const { from, to, folder } of all) {
      if (to.length > 0) continue;
      for (const record of from) {
        const key = moved.has(record) ? undefined : keyOf(record, folder);
        const there = key === undefined ? undefined : arrived.get(key)?.pop();
        if (there === undefined) continue;
        moved.add(record).add(there.record);
        pairs.push({ ...NO_NAME, name: there.name, folder, from: [record], to: [there.record] });
      }
    }
    return pairs;
  };
  pair((record, folder) =>
    JSON.stringify([
      folder,
      record.place === undefined && record.name,
      record.type,
      record.ttl,
      contentOf(record),
    ]),
  );
  const changed = pair(({ place, text }, folder) =>
    place === undefined || text === undefined ? undefined : `${folder} ${familyOfText(text.text)}`,
  );
  const still = (record: DnsRecord) => !moved.has(record);
  return [
    ...all.map((one) => ({ ...one, from: one.from.filter(still), to: one.to.filter(still) })),
    ...changed,
  ];
}

function recordsByName(files: readonly ReviewFile[]): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const { key, document } of files) {
    const folder = key.slice(0, key.lastIndexOf("/") + 1);
    // The owner that a zone's next record inherits (RFC 1035 section 5.1).
    let last = "";
    for (const record of document.records()) {
      const isInherited = document.language === "zone" && record.name === "";
      const name = isInherited ? last : (record.place ?? record.name);
      last = name;
      if (record.owner !== undefined || record.place === "") continue;
      const id = `${key} ${record.type} ${name.toLowerCase()}`;
      const group = found.get(id);
      if (group === undefined) found.set(id, { name, folder, records: [record] });
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
