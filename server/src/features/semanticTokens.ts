import type { SemanticTokensLegend } from "vscode-languageserver";
import type { DnsRecord } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { parseSpf, type SpfTerm } from "../mail/spf.ts";
import { scanTags } from "../mail/tags.ts";
import type { Span, TextSpan } from "../text/span.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { recordsIn } from "./inlayHints.ts";
import { mentionsOf } from "./mentions.ts";

const TYPES = [
  "variable",
  "number",
  "keyword",
  "type",
  "function",
  "property",
  "operator",
  "enumMember",
  "macro",
] as const;
const MODIFIERS = ["declaration"] as const;
type TokenType = (typeof TYPES)[number];

export const SEMANTIC_LEGEND: SemanticTokensLegend = {
  tokenTypes: [...TYPES],
  tokenModifiers: [...MODIFIERS],
};

/** A larger document is coloured by what is in view. */
const MOST_RECORDS = 20_000;

/** Every token of a document, as the protocol encodes them; undefined where the document is too large for all at once. */
export function semanticTokens(document: ZoneDocument): number[] | undefined {
  if (document.recordCount > MOST_RECORDS) return undefined;
  return semanticTokensIn(document, { start: 0, end: document.length });
}

/** The tokens of the records that a span touches. */
export function semanticTokensIn(document: ZoneDocument, span: Span): number[] {
  const tokens: Token[] = [];
  for (const record of recordsIn(document, span)) recordTokens(record, tokens);
  directiveTokens(document, span, tokens);
  return encoded(document, tokens);
}

interface Token {
  readonly span: Span;
  readonly type: TokenType;
  readonly declares?: true;
}

function recordTokens(record: DnsRecord, tokens: Token[]): void {
  const { ttlSpan, typeSpan } = record;
  if (ttlSpan !== undefined) tokens.push({ span: ttlSpan, type: "number" });
  tokens.push({ span: typeSpan, type: "type" });
  for (const { role, span } of mentionsOf(record)) {
    tokens.push(role === "owner" ? { span, type: "variable", declares: true } : { span, type: "variable" });
  }
  const { text } = record;
  if (text === undefined) {
    for (const { start, end, text: shown, target } of record.rdata.fields) {
      if (target === undefined && /^[0-9]+$/.test(shown))
        tokens.push({ span: { start, end }, type: "number" });
    }
    return;
  }
  const put = (at: TextSpan, type: TokenType) => {
    if (at.end > at.start) tokens.push({ span: text.sourceOf(at), type });
  };
  const family = familyOf(text.text, record.owner);
  if (family === "spf") for (const term of parseSpf(text).terms) spfTokens(term, put);
  else if (family !== undefined) {
    for (const tag of scanTags(text).tags) {
      put(tag.nameSpan, "property");
      if (/^[a-z0-9]{1,12}$/i.test(tag.value)) put(tag.valueSpan, "enumMember");
    }
  }
}

function spfTokens(term: SpfTerm, put: (at: TextSpan, type: TokenType) => void): void {
  if ("qualifierSpan" in term) put(term.qualifierSpan, "operator");
  if (term.kind === "invalid" || term.kind === "unknown") return;
  put(
    term.name,
    term.kind === "redirect" || term.kind === "exp" || term.kind === "modifier" ? "property" : "function",
  );
  if ("addressSpan" in term) put(term.addressSpan, "number");
}

function directiveTokens(document: ZoneDocument, span: Span, tokens: Token[]): void {
  for (const block of document.blocks) {
    if (block.start > span.end || block.start + block.text.length < span.start) continue;
    for (const { start, kind, args } of block.directives) {
      const at = block.start + start;
      if (at > span.end || at < span.start) continue;
      tokens.push({ span: { start: at, end: at + kind.length }, type: "macro" });
      const [arg] = args;
      if (arg === undefined || kind === "$INCLUDE") continue;
      const type = kind === "$ORIGIN" ? "variable" : "number";
      tokens.push({ span: { start: block.start + arg.start, end: block.start + arg.end }, type });
    }
  }
}

// Five numbers a token, each place relative to the one before; what overlaps or goes over lines is left out.
function encoded(document: ZoneDocument, tokens: Token[]): number[] {
  tokens.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const data: number[] = [];
  let line = 0;
  let character = 0;
  let end = 0;
  for (const { span, type, declares } of tokens) {
    if (span.start < end || span.end <= span.start) continue;
    const start = document.positionAt(span.start);
    const length = span.end - span.start;
    if (document.positionAt(span.end).line !== start.line) continue;
    const sameLine = start.line === line;
    data.push(
      start.line - line,
      sameLine ? start.character - character : start.character,
      length,
      TYPES.indexOf(type),
      declares === undefined ? 0 : 1,
    );
    ({ line, character } = start);
    end = span.end;
  }
  return data;
}
