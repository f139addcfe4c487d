import { type InlayHint, InlayHintKind } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { authorize } from "../mail/authorize.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDkim } from "../mail/dkim.ts";
import type { Span } from "../text/span.ts";
import { FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { ZoneRecord } from "../zone/record.ts";
import { parseTtl } from "../zone/ttl.ts";
import { lineSpan } from "./positions.ts";
import { inWords } from "./timeSpans.ts";

/** Which hints are shown. */
export interface HintSettings {
  readonly ttl: boolean;
  readonly owner: boolean;
  readonly lookups: boolean;
  readonly keyBits: boolean;
}

const MOST = 2000;

/** What the text means but does not say, for the records in a span: TTLs in words, absolute owners, lookups, key sizes. */
export function inlayHints(
  document: RecordDocument,
  span: Span,
  lookup: Lookup,
  settings: HintSettings,
): InlayHint[] {
  const hints: InlayHint[] = [];
  const put = (offset: number, label: string, tooltip: string) => {
    const position = document.positionAt(offset);
    hints.push({ position, label, tooltip, kind: InlayHintKind.Type, paddingLeft: true });
  };
  for (const record of recordsIn(document, span)) {
    if (hints.length >= MOST) break;
    const isZone = document.language === "zone";
    if (record instanceof ZoneRecord && (record.flags & FLAG.broken) !== 0) continue;
    if (isZone && settings.ttl) hintTtl(document, record, put);
    if (settings.lookups || settings.keyBits) hintMail(record, lookup, settings, put);
    if (isZone && settings.owner) hintOwner(document, record, hints);
  }
  if (settings.ttl && document instanceof ZoneDocument) hintDirectives(document, span, put);
  return hints;
}

type Put = (offset: number, label: string, tooltip: string) => void;

/** The records of a document that a span touches. */
export function* recordsIn(document: RecordDocument, span: Span): Iterable<DnsRecord> {
  if (!(document instanceof ZoneDocument)) {
    for (const record of document.records())
      if (record.span.start <= span.end && span.start <= record.span.end) yield record;
    return;
  }
  for (const block of document.blocks) {
    if (block.start > span.end || block.start + block.text.length < span.start) continue;
    for (let row = 0; row < block.rows; row++) {
      const start = block.start + (block.columns.start[row] ?? 0);
      const end = block.start + (block.columns.end[row] ?? 0);
      if (start <= span.end && span.start <= end) yield document.recordOf(block, row);
    }
  }
}

// At the end of the line: behind the owner it would push the columns apart that people line up.
function hintOwner(document: RecordDocument, record: DnsRecord, hints: InlayHint[]): void {
  const { owner, ownerSpan, name, span } = record;
  if (owner === undefined || ownerSpan.end === ownerSpan.start || name.endsWith(".")) return;
  const { line } = document.positionAt(span.start);
  hints.push({
    position: document.positionAt(lineSpan(document, line).end),
    label: owner,
    tooltip: `The whole name of ${name}`,
    kind: InlayHintKind.Type,
    paddingLeft: true,
  });
}

// What is written with its unit (`1h`) is in words already.
function hintTtl(document: RecordDocument, record: DnsRecord, put: Put): void {
  const { ttl, ttlSpan, rdata, type } = record;
  const isBare = ({ start, end }: Span) => /^[0-9]+$/.test(document.slice(start, end));
  if (ttlSpan !== undefined && ttl !== undefined && ttl >= 60 && isBare(ttlSpan))
    put(ttlSpan.end, inWords(ttl), `${ttl} seconds`);
  if (type !== "SOA") return;
  for (const field of rdata.fields.slice(3, 7)) {
    const seconds = parseTtl(field.text, 0, field.text.length);
    if (seconds >= 60 && isBare(field)) put(field.end, inWords(seconds), `${field.name}: ${seconds} seconds`);
  }
}

function hintMail(record: DnsRecord, lookup: Lookup, settings: HintSettings, put: Put): void {
  const { text, owner } = record;
  if (text === undefined || owner === undefined) return;
  const family = familyOf(text.text, owner);
  if (family === "spf" && settings.lookups) {
    const { lookups, record: read, permerror } = authorize(owner, lookup);
    // Of a record that nobody evaluates no lookups are counted.
    if (read === undefined || permerror?.cause === "syntax" || permerror?.cause === "multiple") return;
    const many = lookups.count > 10 ? ": too many" : "";
    put(
      record.rdataSpan.end,
      `${lookups.exact ? "" : "≥ "}${lookups.count}/10 lookups${many}`,
      "Terms that cost receivers a DNS lookup; they stop at 10 (RFC 7208 4.6.4)",
    );
  }
  if (family === "dkim" && settings.keyBits) {
    const reading = parseDkim(text).key?.reading;
    if (reading?.kind === "rsa")
      put(record.rdataSpan.end, `RSA ${reading.bits} bits`, "Size of the public key");
    else if (reading?.kind === "ed25519") put(record.rdataSpan.end, "Ed25519", "Kind of the public key");
  }
}

function hintDirectives(document: ZoneDocument, span: Span, put: Put): void {
  for (const block of document.blocks) {
    if (block.start > span.end || block.start + block.text.length < span.start) continue;
    for (const { kind, args } of block.directives) {
      const [arg] = args;
      if (kind !== "$TTL" || arg === undefined || !/^[0-9]+$/.test(arg.raw)) continue;
      const end = block.start + arg.end;
      const seconds = parseTtl(arg.raw, 0, arg.raw.length);
      if (end >= span.start && end <= span.end && seconds >= 60)
        put(end, inWords(seconds), `${seconds} seconds`);
    }
  }
}
