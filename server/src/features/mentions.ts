import type { RecordDocument } from "../dns/document.ts";
import { absoluteName, labelOctets, labelsOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDmarc } from "../mail/dmarc.ts";
import { parseSpf, type SpfTerm } from "../mail/spf.ts";
import { TerraformDocument } from "../terraform/document.ts";
import { looseText } from "../text/loose.ts";
import { type Span, type TextSpan, textSpan } from "../text/span.ts";
import type { Block, Directive, Pattern } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { numbersInRange, numbersOf } from "../zone/generate.ts";
import { generatedAlike, generatedFrom, isGenerated } from "../zone/generated.ts";
import { recordUnder } from "./terraformPlace.ts";
import { rdataHosts, uriHosts } from "./uriHosts.ts";

/**
 * What a name is written for. owner: a record stands there. target: a field of another record's rdata. spf: a term of an SPF
 * record. report: where DMARC reports go. uri: a host in another address for mail or the web. origin: the argument of `$ORIGIN`.
 */
export type Role = "owner" | "target" | "spf" | "report" | "uri" | "origin";

/** A place of a document that names a domain. */
export interface Mention {
  /** Absolute, canonical. */
  readonly name: string;
  readonly role: Role;
  /** The document that `span` lies in: in Terraform a value may be written in another file than its record. */
  readonly uri: string;
  /** Document offsets. */
  readonly span: Span;
  /** What a relative name is relative to; undefined where names are absolute without their final dot (mail texts). */
  readonly origin: string | undefined;
  /** The record types that the place asks for at the name; empty: any. */
  readonly wants: readonly string[];
  readonly record: DnsRecord | undefined;
  /** Where it stands in the decoded text of the record, for those of mail texts. */
  readonly inText?: TextSpan;
}

/** Every name that a record is written with: its owner, the names in its rdata, the domains in its SPF or DMARC text. */
export function mentionsOf(record: DnsRecord): readonly Mention[] {
  const mentions: Mention[] = [];
  const { owner, ownerSpan, origin } = record;
  if (owner !== undefined && ownerSpan.end > ownerSpan.start) {
    const { start, end, uri = record.uri } = ownerSpan;
    mentions.push({ name: owner, role: "owner", uri, span: { start, end }, origin, wants: [], record });
  }
  const { text } = record;
  if (text === undefined) {
    for (const { target, start, end } of record.rdata.fields) {
      if (target === undefined) continue;
      const wants = WANTED[record.type] ?? [];
      const { uri } = record;
      mentions.push({ name: target, role: "target", uri, span: { start, end }, origin, wants, record });
    }
    const hosts = URI_TYPES.has(record.type) && !isGenerated(record) ? rdataHosts(record.rdata) : [];
    for (const { raw, at, wants } of hosts) {
      const name = wholeName(raw);
      const { uri } = record;
      const span = { start: at.start, end: at.end };
      if (name !== undefined)
        mentions.push({ name, role: "uri", uri, span, origin: undefined, wants, record });
    }
    return mentions;
  }
  for (const one of textMentions(record, text.text)) {
    const name = wholeName(one.raw);
    const span = text.sourceOf(one.at);
    if (name === undefined) continue;
    const { role, wants } = one;
    mentions.push({
      name,
      role,
      uri: span.uri ?? record.uri,
      span: { start: span.start, end: span.end },
      origin: undefined,
      wants,
      record,
      inText: one.at,
    });
  }
  return mentions;
}

const URI_TYPES: ReadonlySet<string> = new Set(["URI", "CAA"]);

// In texts names are absolute without their final dot.
function wholeName(raw: string): string | undefined {
  return absoluteName(raw.endsWith(".") ? raw : `${raw}.`, undefined);
}

/** The mention that an offset touches. */
export function mentionAt(document: RecordDocument, offset: number): Mention | undefined {
  const record = recordUnderCursor(document, offset);
  const mentions = record === undefined ? [] : mentionsOf(record);
  const block = document instanceof ZoneDocument ? blockAt(document, offset) : undefined;
  const origins = block === undefined ? [] : originMentions(block, document.uri);
  return [...mentions, ...origins]
    .filter(({ uri, span }) => uri === document.uri && span.start <= offset && offset <= span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}

function recordUnderCursor(document: RecordDocument, offset: number): DnsRecord | undefined {
  if (document instanceof TerraformDocument) return recordUnder(document, offset)?.record;
  return (
    document.recordAt(offset) ??
    (document instanceof ZoneDocument ? firstMadeAt(document, offset) : undefined)
  );
}

// What a `$GENERATE` under the cursor makes first: its words are the places of all that it makes.
function firstMadeAt(document: ZoneDocument, offset: number): DnsRecord | undefined {
  const block = blockAt(document, offset);
  const at = offset - (block?.start ?? 0);
  const pattern = block?.patterns.find(({ start, end }) => start <= at && at <= end);
  if (block === undefined || pattern === undefined) return undefined;
  return generatedFrom(block, pattern, [pattern.generate.start], document)[0];
}

function blockAt(document: ZoneDocument, offset: number): Block | undefined {
  return document.blocks.find(({ start, text }) => start <= offset && offset <= start + text.length);
}

/** So many names of one `$GENERATE` are looked for. */
const MOST_MADE = 256;

/** The names that a mention stands for: one, or all that a `$GENERATE` makes there. */
export function namesOfMention({ name, record, role, span }: Mention): readonly string[] {
  if (record === undefined) return [name];
  const made = generatedAlike(record, MOST_MADE).flatMap((one) =>
    mentionsOf(one).filter((other) => other.role === role && other.span.start === span.start),
  );
  return [...new Set([name, ...made.map((other) => other.name)])];
}

/** The places of a document that name a domain, in document order; inherited owners are not written and thus not among them. */
export function mentionsIn(document: RecordDocument, name: string): readonly Mention[] {
  return mentionsOfAny(document, [name]);
}

/** The places that name one of several domains; the text is gone through once for all of them. */
export function mentionsOfAny(document: RecordDocument, names: readonly string[]): readonly Mention[] {
  const found: Mention[] = [];
  const seen = new Set<number>();
  const wanted = new Set(names);
  for (const record of recordsThatMayName(document, names)) {
    if (document.language === "zone") {
      if (record.uri !== document.uri || seen.has(record.span.start)) continue;
      seen.add(record.span.start);
    }
    for (const mention of mentionsOf(record))
      if (wanted.has(mention.name) && mention.uri === document.uri) found.push(mention);
  }
  for (const block of document instanceof ZoneDocument ? document.blocks : [])
    if (block.origins.some((origin) => origin !== undefined && wanted.has(origin)))
      found.push(...originMentions(block, document.uri).filter((mention) => wanted.has(mention.name)));
  return found.sort((a, b) => a.span.start - b.span.start);
}

// A superset: the records at the names, and those whose text holds the first label of one (in a big zone few do).
function* recordsThatMayName(document: RecordDocument, names: readonly string[]): Iterable<DnsRecord> {
  if (!(document instanceof ZoneDocument)) {
    for (const one of document.related?.values() ?? [document]) yield* one.records();
    return;
  }
  for (const name of names) yield* document.recordsAt(name);
  const labels = new Set(names.map((name) => looseText(labelOctets(labelsOf(name)[0] ?? ""))));
  // Others are written otherwise than they are compared, and are rare: every place of the label is looked at.
  const isPlain = names.every((name) => /^[\w.*/-]+$/.test(name));
  for (const block of document.blocks) {
    const isOrigin = names.some((name) => block.origins.includes(name));
    const pattern = candidates(labels, isOrigin);
    for (const { index } of block.text.matchAll(pattern)) {
      const word = wordAt(block.text, index);
      const likely = isPlain ? names.filter((name) => couldBe(word, name)) : names;
      const record = likely.length > 0 ? document.recordAt(block.start + index) : undefined;
      if (record !== undefined && (!isPlain || likely.some((name) => couldBeHere(word, name, record))))
        yield record;
    }
    for (const { index } of block.text.matchAll(BREAK)) {
      const isLikely = names.some((name) => isBegun(name, block.text, index));
      const record = isLikely ? document.recordAt(block.start + index) : undefined;
      if (record !== undefined) yield record;
    }
    for (const made of block.patterns)
      for (const name of names) yield* namingIn(document, block, made, name, pattern);
  }
}

// The records of a `$GENERATE` that name it: where the whole value is a name, whichever number makes it; otherwise what is written out.
function namingIn(
  document: ZoneDocument,
  block: Block,
  pattern: Pattern,
  name: string,
  written: RegExp,
): readonly DnsRecord[] {
  const { generate, origin } = pattern;
  const all = numbersOf({ ...generate, owner: generate.rdata }, name, origin);
  const [number] = numbersInRange(generate, all);
  if (number !== undefined) return generatedFrom(block, pattern, [number], document);
  const isWritten = generate.words.rdata.raw.search(written) >= 0;
  return isWritten ? generatedFrom(block, pattern, [generate.start], document) : [];
}

/** Between two strings of a text, where a name may go on. A comment there is no line without end: every quote in it is tried. */
const BREAK = /"(?:\s|;[^\r\n]{0,1000}[\r\n])*"(?=[^\s"])/g;

// Whether the word in front of the end of a string is how the name begins.
function isBegun(name: string, text: string, end: number): boolean {
  let start = end;
  while (end - start < name.length && /[^\s"():@=/;,!?]/.test(text.charAt(start - 1))) start--;
  return start < end && name.startsWith(text.slice(start, end).toLowerCase());
}

/** Which types a name in the rdata of a type is looked up for. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  NS: ["A", "AAAA"],
  MX: ["A", "AAAA"],
  SRV: ["A", "AAAA"],
  AFSDB: ["A", "AAAA"],
  KX: ["A", "AAAA"],
};

// A superset of the places that can hold the name: its first label as written, `@` for an origin, anything with an escape.
function candidates(labels: ReadonlySet<string>, isOrigin: boolean): RegExp {
  const literals = [...labels].map((label) => label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\w-])(?:${literals.join("|")})(?![\\w-])|\\\\${isOrigin ? "|@" : ""}`, "gi");
}

// Most hits are other names that begin alike: they are ruled out before anything is parsed.
function couldBe(written: string, name: string): boolean {
  return written === "@" || written.includes("\\") || name.startsWith(written.replace(/\.?$/, "."));
}

function couldBeHere(written: string, name: string, { origin }: DnsRecord): boolean {
  // An escape, a name in a mail text or an absolute one, a relative one; owners are found by the index.
  return (
    written.includes("\\") ||
    written.replace(/\.?$/, ".") === name ||
    (!written.endsWith(".") && absoluteName(written, origin) === name)
  );
}

function wordAt(text: string, index: number): string {
  const word = /[^\s;"(),!?/:]*/y;
  word.lastIndex = index;
  return (word.exec(text)?.[0] ?? "").toLowerCase();
}

interface TextMention {
  readonly at: TextSpan;
  readonly raw: string;
  readonly role: "spf" | "report" | "uri";
  readonly wants: readonly string[];
}

function textMentions(record: DnsRecord, text: string): readonly TextMention[] {
  switch (record.text === undefined ? undefined : familyOf(text, record.owner)) {
    case "spf":
      return record.text === undefined ? [] : parseSpf(record.text).terms.flatMap(spfMention);
    case "dmarc":
    case "dmarcReport":
      return record.text === undefined ? [] : reportMentions(parseDmarc(record.text));
    case "tlsrpt":
    case "bimi":
      return uriHosts(text).map((host) => ({ ...host, role: "uri" as const }));
    default:
      return [];
  }
}

function spfMention(term: SpfTerm): readonly TextMention[] {
  if (!("domain" in term) || term.domain?.literal === undefined) return [];
  const wants = SPF_WANTED[term.kind] ?? [];
  return [{ at: term.domain.span, raw: term.domain.literal, role: "spf", wants }];
}

const SPF_WANTED: Readonly<Record<string, readonly string[]>> = {
  include: ["TXT"],
  redirect: ["TXT"],
  exp: ["TXT"],
  a: ["A", "AAAA"],
  exists: ["A"],
  mx: ["MX"],
};

function reportMentions({ rua, ruf }: ReturnType<typeof parseDmarc>): readonly TextMention[] {
  return [...rua, ...ruf].flatMap(({ host, text, span }) => {
    const at = host === undefined ? -1 : text.toLowerCase().indexOf(`@${host}`);
    if (host === undefined || at < 0) return [];
    const start = span.start + at + 1;
    return [{ at: textSpan(start, start + host.length), raw: host, role: "report" as const, wants: [] }];
  });
}

function originMentions(block: Block, uri: string): readonly Mention[] {
  return block.directives.flatMap((directive) => {
    const [arg] = directive.args;
    if (directive.kind !== "$ORIGIN" || arg === undefined) return [];
    const origin = originBefore(block.directives, directive, block.entry.origin);
    const name = absoluteName(arg.raw, origin);
    if (name === undefined) return [];
    const span = { start: block.start + arg.start, end: block.start + arg.end };
    return [{ name, role: "origin" as const, uri, span, origin, wants: [], record: undefined }];
  });
}

function originBefore(
  directives: readonly Directive[],
  until: Directive,
  entry: string | undefined,
): string | undefined {
  let origin = entry;
  for (const { kind, args, start } of directives) {
    if (start >= until.start) break;
    if (kind === "$ORIGIN") origin = absoluteName(args[0]?.raw ?? "", origin) ?? origin;
  }
  return origin;
}
