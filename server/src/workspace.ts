import type { DnsRecord } from "./dns/record.ts";
import { familyOf } from "./mail/classify.ts";
import { parseDkim } from "./mail/dkim.ts";
import { parseSpf } from "./mail/spf.ts";
import { type Finding, spanOf } from "./rules/finding.ts";
import { RULES, ruleById } from "./rules/index.ts";
import type { NameView, Parsed, Severity } from "./rules/rule.ts";
import { reporter } from "./rules/run.ts";
import { type Block, FLAG } from "./zone/block.ts";
import type { ZoneDocument } from "./zone/document.ts";
import { ownerOf } from "./zone/record.ts";

/** What a person changed about the rules. */
export interface CheckSettings {
  readonly rules: Readonly<Record<string, "off" | Severity>>;
}

const TYPE_TXT = 16;
const SPF_RULES = RULES.filter((rule) => rule.scope === "spf");
const DKIM_RULES = RULES.filter((rule) => rule.scope === "dkim");
const NAME_RULES = RULES.filter((rule) => rule.scope === "name");
const byBlock = new WeakMap<Block, readonly Finding[]>();

/** Everything the rules say about a zone file, in document order. Blocks that did not change are not checked again. */
export function findingsOf(document: ZoneDocument, settings?: CheckSettings): readonly Finding[] {
  const found: Finding[] = [];
  for (const block of document.blocks) {
    let findings = byBlock.get(block);
    if (findings === undefined) {
      findings = checkBlock(document, block);
      byBlock.set(block, findings);
    }
    for (const finding of findings) found.push(finding);
  }
  document.names((block, row, more) => {
    if (!more) return;
    const owner = ownerOf(block, row);
    if (owner !== undefined) checkName(document, owner, found);
  });
  return adjusted(found, settings).sort((a, b) => spanOf(a.at).start - spanOf(b.at).start);
}

function adjusted(findings: readonly Finding[], settings: CheckSettings | undefined): Finding[] {
  const out: Finding[] = [];
  for (const finding of findings) {
    const wanted = settings?.rules[finding.rule.id] ?? (finding.rule.off ? "off" : undefined);
    if (wanted === "off") continue;
    out.push(wanted === undefined ? finding : { ...finding, severity: wanted });
  }
  return out;
}

function checkBlock(document: ZoneDocument, block: Block): readonly Finding[] {
  const findings: Finding[] = [];
  for (const problem of block.problems) {
    const rule = ruleById(problem.rule);
    if (rule === undefined) continue;
    const at = { anchor: block, start: problem.start, end: problem.end };
    const fixes = problem.fixes.map((fix) => ({
      title: fix.title,
      safe: fix.safe,
      edits: fix.edits.map((edit) => ({
        kind: "source" as const,
        at: { anchor: block, start: edit.start, end: edit.end },
        text: edit.text,
      })),
    }));
    findings.push({ rule, severity: rule.severity, message: problem.message, at, related: [], fixes });
  }
  const { type, flags } = block.columns;
  for (let row = 0; row < block.rows; row++) {
    if (type[row] !== TYPE_TXT || ((flags[row] ?? 0) & FLAG.broken) !== 0) continue;
    checkText(document.recordOf(block, row), findings);
  }
  return findings;
}

function checkText(record: DnsRecord, into: Finding[]): void {
  const { text, owner } = record;
  if (text === undefined) return;
  const family = familyOf(text.text, owner);
  const context = { record, owner };
  if (family === "spf") {
    const node = parseSpf(text);
    for (const rule of SPF_RULES) rule.check(node, reporter(rule, record, into), context);
  } else if (family === "dkim") {
    const node = parseDkim(text);
    for (const rule of DKIM_RULES) rule.check(node, reporter(rule, record, into), context);
  }
}

function checkName(document: ZoneDocument, owner: string, into: Finding[]): void {
  const records = document.recordsAt(owner);
  const first = records[0];
  if (first === undefined || !records.some((record) => record.typeCode === TYPE_TXT)) return;
  const view: NameView = {
    owner,
    records,
    spf: spfAt(records),
    dmarc: [],
    dkim: [],
    tlsrpt: [],
    mtasts: [],
    bimi: [],
  };
  for (const rule of NAME_RULES) rule.check(view, reporter(rule, first, into));
}

function spfAt(records: readonly DnsRecord[]): readonly Parsed<ReturnType<typeof parseSpf>>[] {
  const found: Parsed<ReturnType<typeof parseSpf>>[] = [];
  for (const record of records) {
    const { text } = record;
    if (text !== undefined && familyOf(text.text, record.owner) === "spf")
      found.push({ record, node: parseSpf(text) });
  }
  return found;
}
