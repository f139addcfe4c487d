import { parseArgs } from "node:util";
import type { RecordDocument } from "../dns/document.ts";
import { isBelow } from "../dns/names.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { explainPosture } from "../features/hover/posture.ts";
import { explainSenders } from "../features/hover/senders.ts";
import { explainRecord, hover } from "../features/hover.ts";
import { authorize } from "../mail/authorize.ts";
import { familyOf } from "../mail/classify.ts";
import type { Evaluated, LiveAnswer } from "../mail/live.ts";
import { lookupLive } from "../mail/liveRecords.ts";
import { type Posture, postureOf, selectorsIn } from "../mail/posture.ts";
import { type ReportedSender, unauthorizedSenders } from "../mail/reports/senders.ts";
import { strictJson } from "../text/loose.ts";
import { Workspace } from "../workspace.ts";
import { documentsOf } from "./documents.ts";
import { ZONE_OPTIONS } from "./files.ts";
import { LIVE_OPTIONS, liveJson, liveLine, liveOf } from "./live.ts";
import { shown } from "./paths.ts";
import { readReports } from "./reports.ts";
import { UsageError } from "./usage.ts";

const FORMATS: readonly string[] = ["text", "md", "json"];

/**
 * `dnslens explain PATH[:LINE[:COL]] [OTHER...]`: what the hover says. Without a line: how each domain of the file stands,
 * then what its mail records say. The other paths, and with `--live` the DNS, tell what stands at names outside the file.
 */
export async function explain(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: args.map((arg) => (ON_STDIN.test(arg) ? "-" : arg)),
    allowPositionals: true,
    options: {
      format: { type: "string", default: "text" },
      ...ZONE_OPTIONS,
      ...LIVE_OPTIONS,
      reports: { type: "string" },
    },
  });
  const [named, ...others] = positionals;
  const target = named === "-" ? (args.find((arg) => ON_STDIN.test(arg)) ?? named) : named;
  if (target === undefined)
    throw new UsageError("explain needs a path: `dnslens explain example.com.zone:12`");
  if (!FORMATS.includes(values.format)) {
    throw new UsageError(`--format takes ${FORMATS.join(", ")}, not \`${values.format}\``);
  }
  const dns = liveOf(values);
  const [, path = target, line, column] = /^(.+?)(?::([0-9]+))?(?::([0-9]+))?$/.exec(target) ?? [];
  const documents = documentsOf([path, ...others], values);
  const document = documentAt(path, documents);
  if (document === undefined) throw new UsageError(`${path}: there is no zone file; name one`);
  const workspace = new Workspace();
  workspace.open(documents);
  const reports = values.reports === undefined ? undefined : readReports(values.reports);
  const explained = (lookup: Lookup) =>
    explainedIn({ document, lookup, workspace, reports }, path, line, column);
  const known = workspace.lookupFrom(document.uri);
  const { value, live }: Evaluated<Explained> =
    dns === undefined
      ? { value: explained(known), live: [] }
      : await dns.during((ask) => explained(lookupLive(known, ask)));
  process.stdout.write(
    values.format === "json" ? json(value, document, live) : text(value, values.format, live),
  );
  return 0;
}

/** A line of standard input, `-:3`, which would be read as an option. */
const ON_STDIN = /^-(?::[0-9]+){1,2}$/;

// An included file is explained as the file that includes it reads it.
function documentAt(path: string, documents: readonly RecordDocument[]): RecordDocument | undefined {
  const uri = shown(path);
  const parts = documents.flatMap(({ included = [] }) => included);
  return parts.find((part) => part.uri === uri) ?? documents[0];
}

interface Subject {
  readonly document: RecordDocument;
  readonly lookup: Lookup;
  readonly workspace: Workspace;
  /** Undefined where no reports were given. */
  readonly reports: ReturnType<typeof readReports> | undefined;
}

interface ExplainedRecord {
  readonly owner: string | null;
  readonly type: string;
  readonly line: number;
  readonly markdown: string;
  readonly unauthorized?: readonly ReturnType<typeof shownSender>[];
}

interface Explained {
  readonly postures: readonly Posture[];
  readonly records: readonly ExplainedRecord[];
  /** What is said about a place where no record stands, a directive. */
  readonly place: string | undefined;
}

function explainedIn(
  subject: Subject,
  path: string,
  line: string | undefined,
  column: string | undefined,
): Explained {
  const { document, lookup } = subject;
  if (line === undefined) {
    const records = mailRecords(document).map((record) => explainedRecord(record, subject));
    return { postures: posturesIn(document, lookup), records, place: undefined };
  }
  if (Number(line) < 1 || Number(column ?? 1) < 1)
    throw new UsageError(`${path}:${line}: lines and columns are counted from 1`);
  const place = hoverAt(subject, line, column);
  if (place === undefined)
    throw new UsageError(`${path}:${line}: no record stands there; name a line that has one`);
  const records = recordsOn(document, line, column).map((record) => explainedRecord(record, subject, place));
  return { postures: [], records, place: records.length === 0 ? place : undefined };
}

function explainedRecord(record: DnsRecord, subject: Subject, place?: string): ExplainedRecord {
  const { document, lookup, reports } = subject;
  const markdown = place ?? explainRecord(record, lookup, ownersOfKey(subject));
  const domain = reports === undefined ? undefined : domainSaid(record, document);
  const senders =
    domain === undefined ? undefined : unauthorizedSenders(authorize(domain, lookup), reports ?? []);
  return {
    owner: record.owner ?? null,
    type: record.type,
    line: document.positionAt(record.span.start).line + 1,
    markdown:
      domain === undefined || senders === undefined
        ? markdown
        : `${markdown}\n\n${explainSenders(domain, senders, reports?.length ?? 0)}`,
    ...(senders === undefined ? {} : { unauthorized: senders.map(shownSender) }),
  };
}

function ownersOfKey({ workspace, document }: Subject) {
  return (key: string) => workspace.ownersOfKey(document.uri, key);
}

function json(
  { postures, records, place }: Explained,
  document: RecordDocument,
  live: readonly LiveAnswer[],
): string {
  const said = {
    version: 1,
    domains: postures.map((posture) => shownPosture(posture, document)),
    records,
    ...(place === undefined ? {} : { markdown: place }),
    ...(live.length === 0 ? {} : { live: live.map(liveJson) }),
  };
  return `${strictJson(said, 2)}\n`;
}

function text({ postures, records, place }: Explained, format: string, live: readonly LiveAnswer[]): string {
  const texts = [
    ...postures.map(explainPosture),
    ...records.map(({ markdown }) => markdown),
    ...(place === undefined ? [] : [place]),
  ];
  if (texts.length === 0) texts.push("No mail records in this file.");
  const read = live.length === 0 ? [] : [live.map((one) => `- ${liveLine(one)}`).join("\n")];
  return `${[...texts, ...read].map((one) => (format === "md" ? one : plain(one))).join("\n\n")}\n`;
}

/** How each domain of the file stands: its zones, or without an SOA record the domains that its mail records speak for. */
function posturesIn(document: RecordDocument, lookup: Lookup): readonly Posture[] {
  const records = [...document.records()];
  const owners = records.flatMap(({ type, owner }) => (type === "SOA" && owner !== undefined ? [owner] : []));
  const domains = new Set(owners.length > 0 ? owners : records.flatMap(domainOf));
  return [...domains]
    .filter((domain) => domain !== "." && !isBelow(domain, "arpa."))
    .filter((domain) => owners.length > 0 || ![...domains].some((other) => isBelow(domain, other)))
    .map((domain) => postureOf(domain, lookup, selectorsIn(domain, records)));
}

function domainOf({ type, owner, text }: DnsRecord): readonly string[] {
  if (owner === undefined) return [];
  if (owner.startsWith("_dmarc.")) return [owner.slice("_dmarc.".length)];
  const isSpf = type === "TXT" && text !== undefined && familyOf(text.text, owner) === "spf";
  return (type === "MX" || isSpf) && !/^[_*]/.test(owner) ? [owner] : [];
}

function shownPosture({ domain, use, items }: Posture, document: RecordDocument) {
  return {
    domain,
    use,
    items: items.map(({ record, ...item }) => ({
      ...item,
      line:
        record === undefined || record.uri !== document.uri
          ? null
          : document.positionAt(record.span.start).line + 1,
    })),
  };
}

/** The domain that a record speaks for: an SPF record for its owner, a DMARC record for a domain without one here. */
function domainSaid({ owner, text }: DnsRecord, document: RecordDocument): string | undefined {
  if (owner === undefined || text === undefined) return undefined;
  if (/^v=spf1(?: |$)/i.test(text.text)) return owner;
  if (!owner.startsWith("_dmarc.")) return undefined;
  const domain = owner.slice("_dmarc.".length);
  const hasSpf = document
    .recordsAt(domain, "TXT")
    .some((one) => /^v=spf1(?: |$)/i.test(one.text?.text ?? ""));
  return hasSpf ? undefined : domain;
}

function shownSender({ address, messages, passedSpf, passedDkim }: ReportedSender) {
  return { address, messages, passedSpf, passedDkim };
}

function mailRecords(document: RecordDocument) {
  return [...document.records()].filter(
    ({ type, owner, text }) =>
      type === "MX" || (type === "TXT" && text !== undefined && familyOf(text.text, owner) !== undefined),
  );
}

// The first character of a line that is no space stands for the line.
function offsetOn(document: RecordDocument, line: string, column: string | undefined): number {
  const start = document.offsetAt({ line: Number(line) - 1, character: Number(column ?? 1) - 1 });
  if (column !== undefined) return start;
  const end = document.offsetAt({ line: Number(line) - 1, character: Number.MAX_SAFE_INTEGER });
  return start + Math.max(0, document.slice(start, end).search(/\S/));
}

function recordsOn(document: RecordDocument, line: string, column: string | undefined): readonly DnsRecord[] {
  const record = document.recordAt(offsetOn(document, line, column));
  return record === undefined ? [] : [record];
}

// With a column what the hover says there, the word first; otherwise what it says of the whole line.
function hoverAt(subject: Subject, line: string, column: string | undefined): string | undefined {
  const { document, lookup } = subject;
  const offset = offsetOn(document, line, column);
  const record = document.recordAt(offset);
  if (record !== undefined && column === undefined)
    return explainRecord(record, lookup, ownersOfKey(subject));
  const contents = hover(document, offset, lookup, ownersOfKey(subject))?.contents;
  return typeof contents === "object" && "kind" in contents ? contents.value : undefined;
}

// The hover's Markdown as a terminal shows it: without its emphasis, its fences and its empty lines.
function plain(markdown: string): string {
  return markdown
    .replaceAll("**", "")
    .replace(/(`+) ?(.*?) ?\1/g, "$2")
    .replace(/\n\n/g, "\n  ")
    .replace(/\n- /g, "\n  - ");
}
