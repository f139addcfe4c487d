import { type Confidence, SENDERS, type SenderKind } from "./senders/table.ts";

/** A service that sends or receives mail for many domains. */
export interface Sender {
  readonly provider: string;
  /** What it does, in two or three words. */
  readonly what: string;
  readonly confidence: Confidence;
  /** Where the fact was read. */
  readonly source: string;
  /** The name to show: "probably Zoho Mail" where nobody but third parties says so. */
  readonly shown: string;
}

/** Who publishes the SPF record or answers the `exists` queries of a target, macros as written. */
export function senderOfInclude(target: string): Sender | undefined {
  return find("spf", target);
}

/** Whose DKIM key a selector's CNAME points to. */
export function senderOfDkimTarget(target: string): Sender | undefined {
  return find("dkim", target);
}

/** Whose default selector this is; others may use the same word, so say so. */
export function senderOfSelector(selector: string): Sender | undefined {
  return find("selector", selector);
}

/** Who receives mail at a mail exchanger. */
export function senderOfMx(host: string): Sender | undefined {
  return find("mx", host);
}

/** Who serves a zone of mail records behind a delegation. */
export function senderOfNameServer(host: string): Sender | undefined {
  return find("ns", host);
}

/** Who reads DMARC reports sent to an address. */
export function senderOfReportAddress(address: string): Sender | undefined {
  return find("report", address);
}

interface Entry {
  readonly pattern: RegExp;
  readonly sender: Sender;
}

const EXACT = new Map<string, Sender>();
const PATTERNS = new Map<SenderKind, Entry[]>();

for (const { kind, matches, provider, what, confidence, source } of SENDERS) {
  const shown = confidence === "third-party" ? `probably ${provider}` : provider;
  const sender: Sender = { provider, what, confidence, source, shown };
  for (const match of matches) {
    if (!/[*?]/.test(match)) EXACT.set(`${kind} ${match}`, sender);
    else PATTERNS.set(kind, [...(PATTERNS.get(kind) ?? []), { pattern: patternOf(match), sender }]);
  }
}

/** What was found last, for a zone names the same services again and again. */
const FOUND = new Map<SenderKind, Map<string, Sender | undefined>>();
const MOST_FOUND = 256;

function find(kind: SenderKind, name: string): Sender | undefined {
  // No name is longer; a megabyte of macros names nobody.
  if (name.length > 320) return undefined;
  let found = FOUND.get(kind);
  if (found === undefined) {
    found = new Map();
    FOUND.set(kind, found);
  }
  const known = found.get(name);
  if (known !== undefined || found.has(name)) return known;
  if (found.size >= MOST_FOUND) found.clear();
  const plain = name.toLowerCase().replace(/\.$/, "");
  const sender =
    EXACT.get(`${kind} ${plain}`) ?? PATTERNS.get(kind)?.find(({ pattern }) => pattern.test(plain))?.sender;
  found.set(name, sender);
  return sender;
}

function patternOf(match: string): RegExp {
  const escaped = match.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".+").replaceAll("?", ".")}$`);
}
