import type { DnsRecord } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { parseSpf, type SpfTerm } from "../mail/spf.ts";

const MOST = 4096;

const EVERYONE_ELSE: Readonly<Record<string, string>> = {
  "+": "✓ everyone else too: anybody may send as this domain (`+all`)",
  "-": "✗ everyone else: rejected (`-all`)",
  "~": "✗ everyone else: soft fail, usually delivered and marked (`~all`)",
  "?": "everyone else: no statement, as if there were no SPF (`?all`)",
};

/** What a hover says about a record, as Markdown without HTML; record text stands in code spans only. */
export function explainRecord(record: DnsRecord): string {
  const text = record.text;
  const spf = text !== undefined && familyOf(text.text, record.owner) === "spf";
  return (spf ? explainSpf(record, text.text) : explainPlain(record)).slice(0, MOST);
}

function explainPlain(record: DnsRecord): string {
  const ttl = record.ttl === undefined ? "" : ` · TTL ${record.ttl} s`;
  return `**${code(record.type)} record of ${code(record.owner ?? record.name)}**${ttl}`;
}

function explainSpf(record: DnsRecord, text: string): string {
  const owner = code((record.owner ?? record.name).replace(/\.$/, ""));
  const plain = record.text;
  if (plain === undefined) return "";
  const spf = parseSpf(plain);
  if (spf.recognized === false)
    return `**Receivers do not see this as an SPF record of ${owner}** (RFC 7208 4.5)`;
  if (spf.permerror === true) {
    const wrong = spf.terms.find((term) => term.problems.length > 0);
    const shown =
      wrong === undefined
        ? ""
        : `\n\n${code(text.slice(wrong.span.start, wrong.span.end))} is a syntax error.`;
    return `**This record is broken: receivers ignore it** (permerror)${shown}\n\nNothing in it authorizes anyone, including the parts that are right. RFC 7208 4.6`;
  }
  const lines = [`**Who may send mail as ${owner}**`];
  let lookups = 0;
  let outside = false;
  for (const term of spf.terms) {
    if (term.kind === "all") {
      lines.push(EVERYONE_ELSE[term.qualifier] ?? "");
      break;
    }
    if (["include", "a", "mx", "ptr", "exists", "redirect"].includes(term.kind)) lookups++;
    if (term.kind === "include" || term.kind === "redirect") outside = true;
    const line = explainTerm(term, text);
    if (line !== undefined) lines.push(line);
  }
  lines.push(`${outside ? "at least " : ""}${lookups} of 10 lookups · SPF, RFC 7208`);
  return lines.join("\n\n");
}

function explainTerm(term: SpfTerm, text: string): string | undefined {
  const shown = code(text.slice(term.span.start, term.span.end));
  switch (term.kind) {
    case "ip4": {
      const count = 2 ** (32 - (term.prefix?.length ?? 32));
      return `${mark(term.qualifier)} ${shown} (${count === 1 ? "one IPv4 address" : `${count.toLocaleString("en")} IPv4 addresses`})`;
    }
    case "ip6":
      return `${mark(term.qualifier)} ${shown} (${128 - (term.prefix?.length ?? 128) === 0 ? "one IPv6 address" : `2^${128 - (term.prefix?.length ?? 128)} IPv6 addresses`})`;
    case "a":
    case "mx":
    case "include":
    case "exists":
    case "ptr":
      return `${mark(term.qualifier)} ${shown}`;
    case "redirect":
      return `otherwise what ${shown} says`;
    case "unknown":
      return `${shown}: not known here`;
    default:
      return undefined;
  }
}

function mark(qualifier: string): string {
  return qualifier === "+" ? "✓" : qualifier === "?" ? "·" : "✗";
}

/** A code span that its content cannot leave: control and bidirectional characters are taken out. */
function code(value: string): string {
  const clean = value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").slice(0, 300);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
  return clean === "" ? "` `" : `${fence}${pad}${clean}${pad}${fence}`;
}
