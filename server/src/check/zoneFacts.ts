import { absoluteName, isAtOrBelow, isBelowOneOf, parentOf } from "../dns/names.ts";
import type { RdataField } from "../dns/rdata.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { Signing, Target } from "../rules/rule.ts";
import { type Block, FLAG } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { hashKey, hashName } from "../zone/hash.ts";
import { ownerOf } from "../zone/record.ts";
import { hashTarget, lastTarget, targetItem } from "../zone/targets.ts";
import { type Digest, digest } from "./digest.ts";
import { cutsMade, type MadeCuts, namesMade } from "./patterns.ts";
import { type Survey, suspects } from "./suspects.ts";

const TYPE_NS = 2;

/** A file as a whole. */
export interface Head {
  /** Where its SOA says that the zone begins; undefined without one: a part of a zone. */
  readonly apex: string | undefined;
  readonly whole: boolean;
  readonly headed: boolean;
  readonly signed: Signing;
  readonly unreadSoa: boolean;
  readonly first: DnsRecord | undefined;
}

/** Where a zone ends, as some of its records say. */
export interface Cuts {
  /** By type and owner, the owner. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly servers: ReadonlySet<string>;
}

/** What a zone file says as a whole: kept by block, so that an edit reads what it touched alone. */
export class ZoneFacts {
  readonly document: ZoneDocument;
  readonly #digests = new Map<Block, Digest>();
  /** The blocks with an SOA, in most zones one, or with a record that says how names are hashed. */
  readonly #ofApex = new Set<Block>();
  #soas: readonly DnsRecord[] | undefined;
  #head: Head | undefined;
  /** How many NS records point to each name, by the name's hash; undefined as long as nobody has asked. */
  #nameServers: Map<number, number> | undefined;
  /** What patterns make; undefined as long as nobody has asked. */
  #made: MadeCuts | undefined;
  #names: ReadonlySet<string> | undefined;

  constructor(document: ZoneDocument) {
    this.document = document;
  }

  /** Takes in that some blocks gave way to others. */
  change(gone: Iterable<Block>, come: Iterable<Block>): void {
    for (const block of gone) {
      if (block.patterns.length > 0) this.#made = undefined;
      this.#countServers(block, -1);
      this.#digests.delete(block);
      this.#ofApex.delete(block);
    }
    for (const block of come) {
      if (block.patterns.length > 0) this.#made = undefined;
      const made = digest(block);
      this.#digests.set(block, made);
      if (made.soas.length > 0 || made.hashings.size > 0) this.#ofApex.add(block);
      this.#countServers(block, 1);
    }
    this.#names = undefined;
    this.#soas = undefined;
    this.#head = undefined;
  }

  #countServers(block: Block, by: 1 | -1): void {
    const counts = this.#nameServers;
    const made = this.#digests.get(block);
    if (counts === undefined || made === undefined) return;
    const { type } = block.columns;
    const { targetRows, targetHi, targetLo } = made;
    for (let i = 0; i < targetRows.length; i++) {
      if (type[targetRows[i] ?? 0] !== TYPE_NS) continue;
      const key = hashKey(targetHi[i] ?? 0, targetLo[i] ?? 0);
      const count = (counts.get(key) ?? 0) + by;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  }

  /** The SOA records, in document order. */
  get soas(): readonly DnsRecord[] {
    this.#soas ??= this.#apexBlocks().flatMap((block) =>
      (this.#digests.get(block)?.soas ?? []).map((row) => this.document.recordOf(block, row)),
    );
    return this.#soas;
  }

  // In document order; those of included files where they are included.
  #apexBlocks(): readonly Block[] {
    if (this.#ofApex.size < 2) return [...this.#ofApex];
    return this.document.parts.filter((block) => this.#ofApex.has(block));
  }

  /** How the NSEC3 records of the file hash names, each with the first record that says so. */
  get hashings(): ReadonlyMap<string, DnsRecord> {
    const found = new Map<string, DnsRecord>();
    for (const block of this.#apexBlocks()) {
      for (const [hashing, row] of this.#digests.get(block)?.hashings ?? [])
        if (!found.has(hashing)) found.set(hashing, this.document.recordOf(block, row));
    }
    return found;
  }

  /** Where the zone begins, as far as the file shows. */
  get top(): string | undefined {
    return this.head.apex ?? this.document.origin;
  }

  /** What every name of the file hangs on. */
  get shape(): string {
    const { apex, headed, signed, unreadSoa, whole } = this.head;
    return `${apex} ${this.soas.map(({ owner }) => owner).join()} ${headed} ${signed} ${unreadSoa} ${whole}`;
  }

  /** What the file states at a name. */
  stated(name: string): readonly DnsRecord[] {
    return this.document.recordsAt(name);
  }

  /** What the file states at a name that rules are asked about: of names that patterns alone make, one stands for many. */
  asked(name: string): readonly DnsRecord[] {
    const found = this.stated(name);
    if (found.length === 0 || !this.document.hasPatterns) return found;
    const { hi, lo } = hashName(name);
    return this.document.names.bitsOf(hi, lo) >= 0 || this.#namesMade().has(name) ? found : [];
  }

  /** What the file says about itself as a whole. */
  get head(): Head {
    if (this.#head !== undefined) return this.#head;
    const apex = this.#readApex();
    this.#head = {
      apex,
      signed: apex === undefined ? "no" : signingAt(this.stated(apex)),
      whole: this.document.isWhole,
      headed: this.#some(({ headed }) => headed),
      unreadSoa: this.#some(({ unreadSoa }) => unreadSoa),
      first: this.#readFirst(),
    };
    return this.#head;
  }

  #some(says: (digest: Digest) => boolean): boolean {
    for (const digest of this.#digests.values()) if (says(digest)) return true;
    return false;
  }

  // Where the zone begins: at the origin that was given, otherwise at the first SOA, unless the file's origin has NS
  // records of its own above it.
  #readApex(): string | undefined {
    const [first] = this.soas;
    const owner = first?.owner;
    const { givenOrigin, origin } = this.document;
    if (owner === undefined || givenOrigin !== undefined)
      return first === undefined ? undefined : givenOrigin;
    if (origin === undefined || owner === origin || !isAtOrBelow(owner, origin)) return owner;
    return this.document.recordsAt(origin, "NS").length > 0 ? origin : owner;
  }

  #readFirst(): DnsRecord | undefined {
    for (const block of this.document.parts) {
      for (let row = 0; row < block.rows; row++) {
        if (((block.columns.flags[row] ?? 0) & FLAG.broken) === 0) return this.document.recordOf(block, row);
      }
    }
    return undefined;
  }

  /** The highest delegation or DNAME above a name. */
  cutAbove(name: string): DnsRecord | undefined {
    const { top } = this;
    if (top === undefined || !isAtOrBelow(name, top)) return undefined;
    let cut: DnsRecord | undefined;
    for (let at = parentOf(name); at !== undefined && isAtOrBelow(at, top); at = parentOf(at)) {
      const found = at === top ? undefined : this.document.recordsAt(at, "NS")[0];
      cut = found ?? this.document.recordsAt(at, "DNAME")[0] ?? cut;
      if (at === top) break;
    }
    return cut;
  }

  /** Whether an NS record of the file points to the name with that hash. */
  isNameServer(hi: number, lo: number): boolean {
    if (this.#nameServers === undefined) {
      this.#nameServers = new Map();
      for (const block of this.#digests.keys()) this.#countServers(block, 1);
    }
    const key = hashKey(hi, lo);
    return this.#nameServers.has(key) || this.#madeCuts().servers.has(key);
  }

  #namesMade(): ReadonlySet<string> {
    this.#names ??= namesMade(this.document);
    return this.#names;
  }

  #madeCuts(): MadeCuts {
    this.#made ??= cutsMade(this.document);
    return this.#made;
  }

  /** The names that rules must be asked about; `isApex` says where zones of the workspace begin. */
  suspects(isApex: Survey["isApex"], now: number | undefined): Set<string> {
    const { document, top } = this;
    const { apex, signed, whole } = this.head;
    const isNameServer = (hi: number, lo: number) => this.isNameServer(hi, lo);
    return suspects({
      document,
      digests: this.#digests,
      top,
      apex,
      signed: whole ? signed : "no",
      now,
      namesMade: this.#namesMade(),
      madeCuts: this.#madeCuts().cuts,
      isNameServer,
      isApex,
    });
  }

  /** Owners of the records that point to one of some names. */
  pointingTo(names: Iterable<string>): Set<string> {
    const halves = new Map<number, number>();
    for (const name of names) {
      const { hi, lo } = hashName(name);
      halves.set(lo, hi);
    }
    const owners = new Set<string>();
    if (halves.size === 0) return owners;
    for (const [block, { targetRows, targetHi, targetLo }] of this.#digests) {
      for (let i = 0; i < targetLo.length; i++) {
        const hi = halves.get(targetLo[i] ?? 0);
        if (hi !== undefined && hi === targetHi[i]) addOwner(owners, block, targetRows[i] ?? 0);
      }
    }
    return owners;
  }

  /** Owners of the records that point to a name at or below one of some others. */
  pointingBelow(apexes: ReadonlySet<string>): Set<string> {
    const owners = new Set<string>();
    if (apexes.size === 0) return owners;
    for (const [block, { targetRows, targetStart, targetEnd }] of this.#digests) {
      for (let i = 0; i < targetRows.length; i++) {
        const row = targetRows[i] ?? 0;
        const written = block.text.slice(targetStart[i], targetEnd[i]);
        const name = absoluteName(written, block.origins[block.columns.origin[row] ?? 0]);
        if (written === "" || (name !== undefined && isBelowOneOf(name, apexes)))
          addOwner(owners, block, row);
      }
    }
    return owners;
  }

  /** The delegations and DNAMEs that some blocks state at some names, and the name servers they name. */
  cutsIn(blocks: readonly Block[], names: ReadonlySet<string>): Cuts {
    const kinds = new Map<string, string>();
    const servers = new Set<string>();
    for (const block of blocks) {
      for (const row of this.#digests.get(block)?.cuts ?? []) {
        const owner = ownerOf(block, row);
        if (owner === undefined || !names.has(owner)) continue;
        const isNs = block.columns.type[row] === TYPE_NS;
        kinds.set(`${isNs ? "NS" : "DNAME"} ${owner}`, owner);
        const server = isNs ? targetIn(block, row) : undefined;
        if (server !== undefined) servers.add(server);
      }
    }
    return { kinds, servers };
  }

  /** The names of the file below some others. */
  below(tops: readonly string[]): Set<string> {
    const owners = new Set<string>();
    for (const [block, { deep }] of this.#digests) {
      const near = block.origins.some(
        (origin) =>
          origin !== undefined && tops.some((top) => isAtOrBelow(origin, top) || isAtOrBelow(top, origin)),
      );
      const rows = near ? Array.from({ length: block.rows }, (_, row) => row) : deep;
      for (const row of rows) {
        const owner = ownerOf(block, row);
        if (owner !== undefined && tops.some((top) => isAtOrBelow(owner, top))) owners.add(owner);
      }
    }
    return owners;
  }

  #fileOf({ uri }: DnsRecord): ZoneDocument {
    const { document } = this;
    return uri === document.uri ? document : (document.included.find((one) => one.uri === uri) ?? document);
  }

  /** The name that a record of the file points to. */
  targetOf(record: DnsRecord): Target | undefined {
    const item = targetItem(record.typeCode);
    if (item < 0) return undefined;
    const { canonical, fields } = record.rdata;
    const field = fields[item];
    // What cannot be read is reported as that.
    return canonical === undefined || field === undefined ? undefined : this.#target(record, field);
  }

  /** The rdata of a record as it stands in the file, to the end of its line. */
  rdataLine(record: DnsRecord): string {
    const file = this.#fileOf(record);
    const { start } = record.rdataSpan;
    const { line } = file.positionAt(record.rdataSpan.end);
    return file.slice(start, file.offsetAt({ line: line + 1, character: 0 })).trimEnd();
  }

  /** All names in the rdata of a record of the file. */
  namesIn(record: DnsRecord): readonly Target[] {
    const { canonical, fields } = record.rdata;
    if (canonical === undefined) return [];
    return fields.filter(({ target }) => target !== undefined).map((field) => this.#target(record, field));
  }

  #target(record: DnsRecord, { start, end, target, kind }: RdataField): Target {
    const written = this.#fileOf(record).slice(start, end);
    const name = target ?? absoluteName(written, record.origin);
    return { name, written, span: { start, end }, isMailbox: kind === "mailbox" };
  }
}

/** What stands at the top of every zone. */
const OF_ZONE: ReadonlySet<string | undefined> = new Set(["SOA", "NS"]);

// Keys alone may be there before the zone is signed.
function signingAt(records: readonly DnsRecord[]): Signing {
  const has = (type: string) => records.some((record) => record.type === type);
  const isSigned = records.some(({ type, rdata }) => type === "RRSIG" && OF_ZONE.has(rdata.fields[0]?.text));
  if (!isSigned || !has("DNSKEY")) return "no";
  return has("NSEC") ? "nsec" : "other";
}

function targetIn(block: Block, row: number): string | undefined {
  if (!hashTarget(block, row)) return undefined;
  const written = block.text.slice(lastTarget.start, lastTarget.end);
  return absoluteName(written, block.origins[block.columns.origin[row] ?? 0]);
}

function addOwner(owners: Set<string>, block: Block, row: number): void {
  const owner = ownerOf(block, row);
  if (owner !== undefined) owners.add(owner);
}
