import type { DnsRecord } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDkim } from "../mail/dkim.ts";
import { parseDmarc } from "../mail/dmarc.ts";
import { parseSpf } from "../mail/spf.ts";
import { scanTags } from "../mail/tags.ts";
import type { NameView, Parsed, Subject } from "../rules/rule.ts";
import type { MappedText } from "../text/mappedText.ts";

const TYPE_A = 1;
const TYPE_CNAME = 5;
const TYPE_SOA = 6;
const TYPE_MX = 15;
const TYPE_TXT = 16;
const TYPE_AAAA = 28;
const TYPE_SPF = 99;

/** The records at one owner, sorted into families; a text is parsed when a rule looks at its node. */
export function nameView(owner: string, records: readonly DnsRecord[]): NameView {
  const view = {
    owner,
    records,
    spf: [] as Parsed<ReturnType<typeof parseSpf>>[],
    dmarc: [] as Parsed<ReturnType<typeof parseDmarc>>[],
    dkim: [] as Parsed<ReturnType<typeof parseDkim>>[],
    tlsrpt: [] as Parsed<ReturnType<typeof scanTags>>[],
    mtasts: [] as Parsed<ReturnType<typeof scanTags>>[],
    bimi: [] as Parsed<ReturnType<typeof scanTags>>[],
  };
  for (const record of records) {
    if (record.typeCode !== TYPE_TXT && record.typeCode !== TYPE_SPF) continue;
    const { text } = record;
    if (text === undefined) continue;
    const family = familyOf(text.text, owner);
    if (family === "spf") view.spf.push(new Lazy(record, text, parseSpf));
    else if (family === "dkim") view.dkim.push(new Lazy(record, text, parseDkim));
    else if (family === "dmarc" || family === "dmarcReport")
      view.dmarc.push(new Lazy(record, text, parseDmarc));
    else if (family !== undefined) view[family].push(new Lazy(record, text, scanTags));
  }
  return view;
}

/** A bit for each subject. */
const BITS: Readonly<Record<Subject, number>> = {
  apex: 1,
  spf: 2,
  dkim: 4,
  dmarc: 8,
  mx: 16,
  tlsrpt: 32,
  mtasts: 64,
  bimi: 128,
  address: 256,
  cname: 512,
  txt: 1024,
  service: 2048,
};

const FAMILIES = ["spf", "dmarc", "dkim", "tlsrpt", "mtasts", "bimi"] as const;

const BY_TYPE: ReadonlyMap<number, number> = new Map([
  [TYPE_SOA, BITS.apex],
  [TYPE_MX, BITS.mx],
  [TYPE_A, BITS.address],
  [TYPE_AAAA, BITS.address],
  [TYPE_CNAME, BITS.cname],
  [TYPE_TXT, BITS.txt],
  [TYPE_SPF, BITS.txt],
]);

/** What a name is to the rules about names, a bit for each subject. */
export function subjectsOf(view: NameView): number {
  let subjects = view.owner.includes("_") ? BITS.service : 0;
  for (const family of FAMILIES) if (view[family].length > 0) subjects |= BITS[family];
  for (const { typeCode } of view.records) subjects |= BY_TYPE.get(typeCode) ?? 0;
  return subjects;
}

/** For the subjects of a name, which of the rules are asked about it, in their order. */
export function rulesBySubjects<R extends { readonly on: readonly Subject[] }>(
  rules: readonly R[],
): (subjects: number) => readonly R[] {
  const masks = rules.map(({ on }) => on.reduce((mask, subject) => mask | BITS[subject], 0));
  const known = new Map<number, readonly R[]>();
  return (subjects) => {
    let found = known.get(subjects);
    if (found === undefined) {
      found = rules.filter((_, i) => ((masks[i] ?? 0) & subjects) !== 0);
      known.set(subjects, found);
    }
    return found;
  };
}

class Lazy<Node> implements Parsed<Node> {
  readonly record: DnsRecord;
  readonly #text: MappedText;
  readonly #parse: (text: MappedText) => Node;
  #node: Node | undefined;

  constructor(record: DnsRecord, text: MappedText, parse: (text: MappedText) => Node) {
    this.record = record;
    this.#text = text;
    this.#parse = parse;
  }

  get node(): Node {
    this.#node ??= this.#text.read(this.#parse);
    return this.#node;
  }
}
