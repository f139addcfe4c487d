import { parseArgs } from "node:util";
import type { RecordDocument } from "../dns/document.ts";
import { isBelow } from "../dns/names.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { explainPosture } from "../features/hover/posture.ts";
import { explainSenders } from "../features/hover/senders.ts";
import { explainRecord, hover } from "../features/hover.ts";
import { authorize } from "../mail/authorize.ts";
import { familyOf } from "../mail/classify.ts";
import { type Posture, postureOf, selectorsIn } from "../mail/posture.ts";
import { type ReportedSender, unauthorizedSenders } from "../mail/reports/senders.ts";
import { Workspace } from "../workspace.ts";
import { documentsOf } from "./documents.ts";
import { ZONE_OPTIONS } from "./files.ts";
import { readReports } from "./reports.ts";
import { UsageError } from "./usage.ts";

const FORMATS: readonly string[] = ["text", "md", "json"];

/**
 * `dnslens explain PATH[:LINE[:COL]]`: what the hover says. Without a line: how each domain of the file stands, then what
 * its mail records say.
 */
export function explain(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", default: "text" },
      ...ZONE_OPTIONS,
      reports: { type: "string" },
    },
  });
  const [target] = positionals;
  if (target === undefined)
    throw new UsageError("explain needs a path: `dnslens explain example.com.zone:12`");
  if (!FORMATS.includes(values.format)) {
    throw new UsageError(`--format takes ${FORMATS.join(", ")}, not \`${values.format}\``);
  }
  const [, path = target, line, column] = /^(.+?)(?::([0-9]+))?(?::([0-9]+))?$/.exec(target) ?? [];
  const [document] = documentsOf([path], values);
  if (document === undefined) throw new UsageError(`${path}: there is no zone file; name one`);
  const workspace = new Workspace();
  workspace.update(document);
  const records = line === undefined ? mailRecords(document) : recordsOn(document, line, column);
  const place = line === undefined ? undefined : hoverAt(document, line, column, workspace);
  if (line !== undefined && place === undefined)
    throw new UsageError(`${path}:${line}: no record stands there; name a line that has one`);
  const reports = values.reports === undefined ? undefined : readReports(values.reports);
  const lookup = workspace.lookupFrom(document.uri);
  const explained = records.map((record) => {
    const markdown = place ?? explainRecord(record, lookup);
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
  });
  const postures = line === undefined ? posturesIn(document, lookup) : [];
  if (values.format === "json") {
    const domains = postures.map((posture) => shownPosture(posture, document));
    process.stdout.write(`${JSON.stringify({ version: 1, domains, records: explained }, undefined, 2)}\n`);
    return 0;
  }
  const said = place !== undefined && records.length === 0 ? [place] : [];
  const texts = [...postures.map(explainPosture), ...explained.map(({ markdown }) => markdown), ...said];
  const shown = values.format === "md" ? texts : texts.map(plain);
  process.stdout.write(shown.length === 0 ? "No mail records in this file.\n" : `${shown.join("\n\n")}\n`);
  return 0;
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
function hoverAt(document: RecordDocument, line: string, column: string | undefined, workspace: Workspace) {
  const offset = offsetOn(document, line, column);
  const lookup = workspace.lookupFrom(document.uri);
  const record = document.recordAt(offset);
  if (record !== undefined && column === undefined) return explainRecord(record, lookup);
  const contents = hover(document, offset, lookup)?.contents;
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
