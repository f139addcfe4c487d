import { typeCode } from "../dns/mnemonics.ts";
import type { Rdata } from "../dns/rdata.ts";
import type { Anchor, DnsRecord, RecordEditor } from "../dns/record.ts";
import { readRdata } from "../dns/types/read.ts";
import { HOLE, type MappedText } from "../text/mappedText.ts";
import { type SourceSpan, type Span, textSpan } from "../text/span.ts";
import { TerraformEditor } from "./editor.ts";
import { quotedString } from "./encode.ts";
import type { RecordFacts } from "./facts.ts";
import { mappedText } from "./records/octets.ts";
import { tokensOf } from "./records/tokens.ts";
import type { TxtValue } from "./records/txt.ts";

const CLASS_IN = 1;
const NO_PARTS: readonly TerraformRecord[] = [];

/** A record of a Terraform block. Its text is the one that was meant; what is published stands in its rdata. */
export class TerraformRecord implements DnsRecord {
  readonly facts: RecordFacts;
  #edit: RecordEditor | undefined;
  #parts: readonly TerraformRecord[] = NO_PARTS;
  #text: MappedText | undefined;
  #rdata: Rdata | undefined;
  #typeCode: number | undefined;

  constructor(facts: RecordFacts) {
    this.facts = facts;
  }

  /** An element of the same list goes on with this record's text. */
  addPart(part: TerraformRecord): void {
    this.#parts = [...this.#parts, part];
  }

  /** The elements that go on with this record's text. */
  get parts(): readonly TerraformRecord[] {
    return this.#parts;
  }

  get edit(): RecordEditor {
    this.#edit ??= new TerraformEditor(this.facts);
    return this.#edit;
  }
  get uri(): string {
    return this.facts.anchor.uri;
  }
  get anchor(): Anchor {
    return this.facts.anchor;
  }
  get owner(): string | undefined {
    return this.facts.owner;
  }
  get name(): string {
    return this.facts.name;
  }
  get place(): string | undefined {
    return this.facts.place;
  }
  get origin(): string | undefined {
    return this.facts.zone;
  }
  get ttl(): number | undefined {
    return this.facts.ttl;
  }
  get ttlStated(): boolean {
    return this.facts.spans.ttl !== undefined;
  }
  get proxied(): boolean {
    return this.facts.proxied;
  }
  get class(): string {
    return "IN";
  }
  get type(): string {
    return this.facts.type;
  }
  get typeCode(): number {
    this.#typeCode ??= Math.max(0, typeCode(this.type, 0, this.type.length));
    return this.#typeCode;
  }
  get span(): Span {
    return this.facts.spans.block;
  }
  get ownerSpan(): SourceSpan {
    return (
      this.facts.spans.owner ?? { start: this.facts.spans.header.start, end: this.facts.spans.header.start }
    );
  }
  get ttlSpan(): Span | undefined {
    return this.facts.spans.ttl;
  }
  get typeSpan(): Span {
    return this.facts.spans.type ?? this.facts.spans.header;
  }
  get unknowns(): readonly string[] {
    const { text } = this;
    const found: string[] = [];
    for (let at = text?.text.indexOf(HOLE) ?? -1; text !== undefined && at !== -1; ) {
      const { uri = this.uri, start, end } = text.sourceOf(textSpan(at, at + 1));
      const file = this.facts.files.find((one) => one.uri === uri);
      found.push(file?.text.slice(start, end) ?? "");
      at = text.text.indexOf(HOLE, at + 1);
    }
    return found;
  }
  get rdataSpan(): Span {
    return this.facts.spans.content;
  }

  get text(): MappedText | undefined {
    const { txt, spans, continues } = this.facts;
    // Half a text says nothing of its own: its cause is reported alone.
    if (txt === undefined || continues !== undefined) return undefined;
    this.#text ??= mappedText(txt.meant, spans.content, this.uri);
    return this.#text;
  }

  get rdata(): Rdata {
    this.#rdata ??= this.facts.txt === undefined ? this.#fields() : publishedText(this.facts.txt);
    return this.#rdata;
  }

  #fields(): Rdata {
    const { content, row, zone, spans } = this.facts;
    // Services have types of their own, for which there is no rdata.
    if (content === undefined || this.typeCode === 0) return UNKNOWN;
    const tokens = tokensOf(content, spans.content, this.uri, zone);
    const isTarget = row?.targets !== "in-zone";
    return readRdata(this.typeCode, tokens, {
      origin: isTarget ? "." : zone,
      klass: CLASS_IN,
      span: this.typeSpan,
      isHosted: true,
    });
  }
}

const UNKNOWN: Rdata = { canonical: undefined, fields: [], problems: [] };

function publishedText({ published }: TxtValue): Rdata {
  const isUnknown = published.every(({ text }) => text === HOLE);
  if (isUnknown && published.length > 0) return UNKNOWN;
  const canonical = published.map(({ text }) => quotedString(text)).join(" ");
  return { canonical, printed: canonical, fields: [], problems: [] };
}
