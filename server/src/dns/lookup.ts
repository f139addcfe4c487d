import { isBelow, parentOf } from "./names.ts";
import type { DnsRecord, Lookup } from "./record.ts";

/** Documents as far as a lookup needs them. */
export interface RecordSource {
  /** The records at an absolute lower-case name; of one type, where one is given. */
  recordsAt(owner: string, type?: string): readonly DnsRecord[];
  records(): Iterable<DnsRecord>;
  /** False where part of its zone stands in another file that is not here. */
  readonly isWhole?: boolean;
}

/**
 * Answers as the zones' name servers would (RFC 1034 section 4.3.2, wildcards as in RFC 4592). Known is what lies in a
 * zone whose SOA is here, is here as a whole and is not delegated away; elsewhere only what is written is known, and never
 * that something is absent. Of several files with one SOA name (views, older versions) the first counts.
 */
export function lookupIn(sources: readonly RecordSource[]): Lookup {
  const anywhere = recordsIn(sources);
  const zones = new Map<string, Zone>();
  return (name, type) => {
    const apex = apexOf(name, anywhere);
    if (apex === undefined) {
      const found = anywhere(name, type);
      return found.length > 0 ? found : undefined;
    }
    const zone = zones.get(apex) ?? zoneAt(apex, sources);
    zones.set(apex, zone);
    const { at } = zone;
    if (isElsewhere(name, apex, at)) return undefined;
    const found = at(name, type);
    if (found.length > 0) return found;
    if (!zone.isWhole) return undefined;
    return at(name).length > 0 ? found : synthesized(name, type, apex, zone);
  };
}

/** The sources with an SOA at a name, which are versions of one zone. */
export function versionsOf<Source extends RecordSource>(
  apex: string,
  sources: readonly Source[],
): readonly Source[] {
  return sources.filter((source) => source.recordsAt(apex, "SOA").length > 0);
}

interface Zone {
  readonly at: At;
  readonly isWhole: boolean;
  exists(name: string): boolean;
}

/** What one version of a zone and the files of no zone say; what a parent has below the cut is glue (RFC 1034 section 4.2.1). */
function zoneAt(apex: string, sources: readonly RecordSource[]): Zone {
  const [first] = versionsOf(apex, sources);
  const parts = sources.filter(
    (source) => source === first || apexOf(apex, recordsIn([source])) === undefined,
  );
  let names: ReadonlySet<string> | undefined;
  return {
    at: recordsIn(parts),
    isWhole: first?.isWhole !== false,
    exists: (name) => {
      names ??= namesOf(parts);
      return names.has(name);
    },
  };
}

function recordsIn(sources: readonly RecordSource[]): At {
  return (name, type) => sources.flatMap((source) => source.recordsAt(name, type));
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

/** What the wildcard below the closest name that exists answers for a name that does not (RFC 4592 section 3.3.1). */
function synthesized(name: string, type: string, apex: string, { at, exists }: Zone): readonly DnsRecord[] {
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
