import { isAtOrBelow, isBelow, parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { ZoneBase, ZoneView } from "../rules/rule.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { hashName } from "../zone/hash.ts";
import { type BaseText, baseOf } from "./baseZone.ts";
import { isOfWorkspace } from "./uris.ts";
import type { ZoneFacts } from "./zoneFacts.ts";

/** What is known besides the documents. */
export interface Surroundings {
  /** Seconds since 1970; without it nothing is said about what has expired. */
  readonly now?: () => number;
  /** What files held before they were changed; without it nothing is said about serials. */
  readonly base?: BaseText;
  /** The same from somebody who compares now and then, not with every edit, and tells of it (`headChanged`). */
  readonly baseZone?: (document: ZoneDocument, soa: DnsRecord) => ZoneBase | undefined;
}

/** A zone file with what its columns say. */
interface ViewedFile {
  readonly document: ZoneDocument;
  readonly facts: ZoneFacts;
  readonly apex: string | undefined;
}

interface Found {
  readonly zone: ViewedFile;
  readonly records: readonly DnsRecord[];
  /** What stands at the wildcard that may answer for the name, as none of its own does. */
  readonly wildcard: readonly DnsRecord[];
}

/** A zone as the rules about its names see it, with the other zones of the workspace around it. */
export class ZoneViews {
  readonly #files: ReadonlyMap<string, ViewedFile>;
  readonly #around: Surroundings;

  constructor(files: ReadonlyMap<string, ViewedFile>, around: Surroundings) {
    this.#files = files;
    this.#around = around;
  }

  /** @param asks hears of the names that somebody was told something about */
  of(file: ViewedFile, asks: (name: string) => void): ZoneView {
    const { facts, document } = file;
    const { apex, whole, headed, signed, unreadSoa, first } = facts.head;
    const baseOfFile = () => this.#baseOf(file);
    let base: { readonly zone: ZoneBase | undefined } | undefined;
    return {
      apex,
      origin: document.origin,
      whole,
      ownersTakeDot: true,
      headed,
      signed,
      unreadSoa,
      soas: facts.soas,
      hashings: () => facts.hashings,
      first,
      now: this.#around.now?.(),
      get base() {
        base ??= { zone: baseOfFile() };
        return base.zone;
      },
      childAt: (name) => {
        asks(name);
        return this.#childAt(file, name);
      },
      at: (name) => this.#at(file, name, asks),
      lacks: (name, types) => this.#lacks(file, name, types, asks),
      wildcardFor: (name) => this.#find(file, name, asks)?.wildcard ?? [],
      stated: (name) => {
        asks(name);
        return facts.stated(name);
      },
      rdataLine: (record) => (this.#files.get(record.uri)?.facts ?? facts).rdataLine(record),
      namesIn: (record) => (this.#files.get(record.uri)?.facts ?? facts).namesIn(record),
      targetOf: (record) => (this.#files.get(record.uri)?.facts ?? facts).targetOf(record),
      isNameServer: (name) => {
        const { hi, lo } = hashName(name);
        return facts.isNameServer(hi, lo);
      },
    };
  }

  #baseOf({ document, facts }: ViewedFile): ZoneBase | undefined {
    const [soa] = facts.soas;
    if (soa === undefined) return undefined;
    const text = this.#around.base?.(document.uri);
    return text === undefined ? this.#around.baseZone?.(document, soa) : baseOf(document, soa, text);
  }

  #childAt(from: ViewedFile, name: string): readonly DnsRecord[] | undefined {
    for (const file of this.#files.values()) {
      if (file !== from && file.apex === name && isOfWorkspace(file.document.uri))
        return file.facts.stated(name);
    }
    return undefined;
  }

  // What stands at a name, as the nearest zone of the workspace says; the file's own zone comes first.
  #at(from: ViewedFile, name: string, asks: (name: string) => void): readonly DnsRecord[] | undefined {
    const found = this.#find(from, name, asks);
    // Which of the names exist on the way decides; rather than look, a wildcard is taken for possible.
    return found === undefined || found.wildcard.length > 0 ? undefined : found.records;
  }

  #lacks(from: ViewedFile, name: string, types: ReadonlySet<string>, asks: (name: string) => void): boolean {
    const found = this.#find(from, name, asks);
    if (found === undefined) return false;
    const { zone, records, wildcard } = found;
    const hasNone = (some: readonly DnsRecord[]) => !some.some(({ type }) => types.has(type));
    if (!hasNone(records) || !hasNone(wildcard)) return false;
    if ([...records, ...wildcard].every(({ type }) => type !== "NS") || name === zone.apex) return true;
    // It is delegated: its own zone says what it has besides glue.
    const child = this.#childAt(zone, name);
    return child !== undefined && hasNone(child);
  }

  // What stands at a name and at the wildcard that may answer for it; undefined where that is not known.
  #find(from: ViewedFile, name: string, asks: (name: string) => void): Found | undefined {
    asks(name);
    const own = from.facts.stated(name);
    if (own.length > 0) return { zone: from, records: own, wildcard: [] };
    const zone = this.#zoneOf(from, name);
    if (zone === undefined) return undefined;
    const records = zone.facts.stated(name);
    if (records.length > 0) return { zone, records, wildcard: [] };
    const { apex } = zone;
    if (apex === undefined || !zone.facts.head.whole || zone.facts.cutAbove(name) !== undefined)
      return undefined;
    return { zone, records, wildcard: name === apex ? [] : wildcardOver(zone, apex, name, asks) };
  }

  #zoneOf(from: ViewedFile, name: string): ViewedFile | undefined {
    let nearest = from.apex !== undefined && isAtOrBelow(name, from.apex) ? from : undefined;
    for (const file of this.#files.values()) {
      const { apex } = file;
      if (apex === undefined || file === from || !isAtOrBelow(name, apex)) continue;
      if (!isOfWorkspace(file.document.uri)) continue;
      if (nearest?.apex === undefined || isBelow(apex, nearest.apex)) nearest = file;
    }
    return nearest;
  }
}

// What stands below the closest name that exists (RFC 4592 section 3.3.1). Names exist without records too, if others stand
// below them; rather than look, that is taken for not so.
function wildcardOver(
  { facts }: ViewedFile,
  apex: string,
  name: string,
  asks: (name: string) => void,
): readonly DnsRecord[] {
  for (let at = parentOf(name); at !== undefined; at = parentOf(at)) {
    const wildcard = at === "." ? "*." : `*.${at}`;
    asks(wildcard);
    const found = facts.stated(wildcard);
    if (found.length > 0 || at === apex) return found;
    asks(at);
    if (facts.stated(at).length > 0) return [];
  }
  return [];
}
