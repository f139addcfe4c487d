import { isBelow, parentOf } from "./names.ts";
import type { DnsRecord, Lookup } from "./record.ts";

/** Documents as far as a lookup needs them. */
export interface RecordSource {
  /** The records at an absolute lower-case name; of one type, where one is given. */
  recordsAt(owner: string, type?: string): readonly DnsRecord[];
  records(): Iterable<DnsRecord>;
}

/**
 * Answers as the zones' name servers would (RFC 1034 section 4.3.2, wildcards as in RFC 4592). Known is what lies in a
 * zone whose SOA is here and is not delegated away; elsewhere only what is written is known, and never that something is absent.
 */
export function lookupIn(sources: readonly RecordSource[]): Lookup {
  const at = (name: string, type?: string) => sources.flatMap((source) => source.recordsAt(name, type));
  let names: ReadonlySet<string> | undefined;
  const exists = (name: string) => {
    names ??= namesOf(sources);
    return names.has(name);
  };
  return (name, type) => {
    const apex = apexOf(name, at);
    const found = at(name, type);
    if (apex === undefined) return found.length > 0 ? found : undefined;
    if (isElsewhere(name, apex, at)) return undefined;
    if (found.length > 0 || at(name).length > 0) return found;
    return synthesized(name, type, apex, at, exists);
  };
}

type At = (name: string, type?: string) => readonly DnsRecord[];

function apexOf(name: string, at: At): string | undefined {
  for (let zone: string | undefined = name; zone !== undefined; zone = parentOf(zone)) {
    if (at(zone, "SOA").length > 0) return zone;
  }
  return undefined;
}

/** Whether a delegation, or a DNAME above the name, sends the question to other servers. */
function isElsewhere(name: string, apex: string, at: At): boolean {
  for (let cut: string | undefined = name; cut !== undefined && isBelow(cut, apex); cut = parentOf(cut)) {
    if (at(cut, "NS").length > 0) return true;
    if (cut !== name && at(cut, "DNAME").length > 0) return true;
  }
  return name !== apex && at(apex, "DNAME").length > 0;
}

/** What the wildcard below the closest name that exists answers for a name that does not. */
function synthesized(
  name: string,
  type: string,
  apex: string,
  at: At,
  exists: (name: string) => boolean,
): readonly DnsRecord[] {
  const wildcards: string[] = [];
  for (let above = parentOf(name); above !== undefined; above = parentOf(above)) {
    const wildcard = above === "." ? "*." : `*.${above}`;
    if (at(wildcard).length > 0) wildcards.push(above);
    if (above === apex) break;
  }
  if (wildcards.length === 0 || exists(name)) return [];
  let encloser: string | undefined = parentOf(name);
  while (encloser !== undefined && encloser !== apex && !exists(encloser)) encloser = parentOf(encloser);
  if (encloser === undefined || !wildcards.includes(encloser)) return [];
  return at(encloser === "." ? "*." : `*.${encloser}`, type);
}

/** Every name with records, and every name above one (an empty non-terminal exists too). */
function namesOf(sources: readonly RecordSource[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const source of sources) {
    for (const { owner } of source.records()) {
      for (let name = owner; name !== undefined && !names.has(name); name = parentOf(name)) names.add(name);
    }
  }
  return names;
}
