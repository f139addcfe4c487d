import type { DnsRecord } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDkim } from "../mail/dkim.ts";
import { parseDmarc } from "../mail/dmarc.ts";
import { parseSpf } from "../mail/spf.ts";
import { scanTags } from "../mail/tags.ts";
import type { DomainSubject, NameView, Parsed } from "../rules/rule.ts";
import type { MappedText } from "../text/mappedText.ts";

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
    if (record.type !== "TXT" && record.type !== "SPF") continue;
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

/** What the name is to the rules across names. */
export function subjectsOf(view: NameView): ReadonlySet<DomainSubject> {
  const subjects = new Set<DomainSubject>();
  for (const family of FAMILIES) if (view[family].length > 0) subjects.add(family);
  for (const { type } of view.records) {
    const subject = BY_TYPE[type];
    if (subject !== undefined) subjects.add(subject);
  }
  return subjects;
}

const FAMILIES = ["spf", "dmarc", "dkim", "tlsrpt", "mtasts", "bimi"] as const;

const BY_TYPE: Readonly<Record<string, DomainSubject>> = {
  SOA: "apex",
  MX: "mx",
  A: "address",
  AAAA: "address",
  CNAME: "cname",
};

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
