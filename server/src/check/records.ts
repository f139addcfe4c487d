import type { Part, RecordDocument, SyntaxFix, SyntaxProblem } from "../dns/document.ts";
import { typeCode } from "../dns/mnemonics.ts";
import type { DnsRecord } from "../dns/record.ts";
import { type Family, familyOf, isStranger } from "../mail/classify.ts";
import { parseDkim } from "../mail/dkim.ts";
import { isUnrelated, parseDmarc } from "../mail/dmarc.ts";
import { pastedPrefix } from "../mail/pasted.ts";
import { parseSpf } from "../mail/spf.ts";
import { scanTags } from "../mail/tags.ts";
import type { Finding } from "../rules/finding.ts";
import { RULES, ruleById } from "../rules/index.ts";
import type { RecordContext, Report, Rule } from "../rules/rule.ts";
import { reporterOf } from "../rules/run.ts";
import { TerraformRecord } from "../terraform/record.ts";
import { HOLE, type MappedText } from "../text/mappedText.ts";
import { type Argument, type Block, FLAG, type Pattern } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { generatedEnds, lineFrom } from "../zone/generated.ts";
import { isBlock, isRecordPart } from "./parts.ts";
import { checkRdata, isPlainRow } from "./rdata.ts";
import { withOwner, withResource } from "./terraform.ts";
import { caaForm, causesOf, type TxtForm, txtForm } from "./txtForm.ts";

const TYPE_TXT = 16;
const TYPE_MX = 15;
const TYPE_CAA = 257;
/** Types whose records the rules about names read once more. */
const ASKED_AGAIN: ReadonlySet<number> = new Set([TYPE_TXT, TYPE_MX]);
const MOST_OCTETS = 65_535;

const TXT_RULES = RULES.filter((rule) => rule.scope === "txt");
const BY_TYPE = rulesByType();

type Run = (record: DnsRecord, text: MappedText, context: RecordContext, into: Finding[]) => void;

// How the text of each family is read, and by which rules.
const RUNS: Readonly<Partial<Record<Family, Run>>> = {
  spf: runWith("spf", parseSpf),
  dkim: runWith("dkim", parseDkim),
  // What only stands at the name of a policy is told there, not tag by tag.
  dmarc: runWith("dmarc", parseDmarc, isUnrelated),
  tlsrpt: runWith("tlsrpt", scanTags, ({ source }) => isStranger("tlsrpt", source)),
  mtasts: runWith("mtasts", scanTags, ({ source }) => isStranger("mtasts", source)),
  bimi: runWith("bimi", scanTags, ({ source }) => isStranger("bimi", source)),
};

/** What the rules about single records, and the reader itself, say about a part. It depends on nothing but the part. */
export function checkPart(document: RecordDocument, part: Part): readonly Finding[] {
  const findings: Finding[] = [];
  for (const problem of isBlock(part) ? causesOf(part) : part.problems) {
    const finding = findingOf(part, problem);
    if (finding !== undefined) findings.push(finding);
  }
  if (document instanceof ZoneDocument && isBlock(part)) checkRows(document, part, findings);
  else if (isRecordPart(part)) {
    for (const record of part.records) {
      const before = findings.length;
      checkRdata(record, findings);
      checkRecord(record, findings);
      if (findings.length > before && record instanceof TerraformRecord)
        findings.push(
          ...findings.splice(before).map((finding) => withOwner(withResource(finding, record), [record])),
        );
    }
  }
  return findings;
}

// Only rows that some rule asks about become records: most of a big zone are addresses.
function checkRows(document: ZoneDocument, block: Block, findings: Finding[]): void {
  const { type, flags } = block.columns;
  const home = document.homeOf(block);
  for (let row = 0; row < block.rows; row++) {
    if (((flags[row] ?? 0) & FLAG.broken) !== 0) continue;
    const code = type[row] ?? 0;
    if (code !== TYPE_TXT && !BY_TYPE.has(code)) {
      if (!isPlainRow(block, row)) checkRdata(home.madeRecord(block, row), findings);
      continue;
    }
    const form = formOf(block, row);
    const finding = form === undefined ? undefined : findingOf(block, form.problem);
    if (finding !== undefined) findings.push(finding);
    if (form?.alone === true) continue;
    const record = ASKED_AGAIN.has(code) ? document.recordOf(block, row) : home.madeRecord(block, row);
    if (!isPlainRow(block, row)) checkRdata(record, findings);
    checkRecord(record, findings);
  }
  for (const pattern of block.patterns) checkPattern(document, block, pattern, findings);
}

// The first and the last record that a `$GENERATE` makes stand for those between them.
function checkPattern(document: ZoneDocument, block: Block, pattern: Pattern, findings: Finding[]): void {
  const { count, start: first, words } = pattern.generate;
  const tell = (problem: SyntaxProblem, fixes: readonly SyntaxFix[]) => {
    const { start, end } = words.rdata;
    const finding = findingOf(block, { ...problem, start, end, fixes });
    if (finding !== undefined) findings.push(finding);
  };
  const records = generatedEnds(block, pattern, document);
  if (records.length < Math.min(2, count)) {
    const message = "What this makes is no value of a record; name servers refuse the zone";
    tell({ rule: "zone-generate-invalid", message, start: 0, end: 0, fixes: [] }, []);
    return;
  }
  const form = formOf(lineFrom(block, pattern, first), 0);
  if (form !== undefined) tell(form.problem, quotedInside(words.rdata));
  if (form?.alone === true) return;
  const made: Finding[] = [];
  for (const record of records) {
    checkRdata(record, made);
    checkRecord(record, made);
  }
  for (const one of made) if (!findings.some((other) => sayAlike(one, other))) findings.push(one);
}

// The quotes around the value of a `$GENERATE` are taken off before it is read: those of a string are escaped inside.
function quotedInside({ raw, quoted, start, end }: Argument): readonly SyntaxFix[] {
  if (!quoted || /["\\]/.test(raw)) return [];
  const edits = [{ start, end, text: `"\\"${raw}\\""` }];
  return [{ title: 'Put quotes inside the quotes (`\\"`)', safe: false, edits }];
}

/** How the value of a row is written, where that has a form of its own and is not how it was meant. */
function formOf(block: Block, row: number): TxtForm | undefined {
  const code = block.columns.type[row] ?? 0;
  return code === TYPE_TXT ? txtForm(block, row) : code === TYPE_CAA ? caaForm(block, row) : undefined;
}

function sayAlike(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.at.anchor === b.at.anchor && a.at.start === b.at.start;
}

function checkRecord(record: DnsRecord, findings: Finding[]): void {
  if (record.typeCode === TYPE_TXT) checkText(record, findings);
  const rules = BY_TYPE.get(record.typeCode);
  const [first] = rules ?? [];
  if (rules === undefined || first === undefined) return;
  const context = { record, owner: record.owner };
  const reports = reporterOf(first, record, findings, Number.POSITIVE_INFINITY);
  for (const rule of rules) {
    reports.rule = rule;
    rule.check(record, reports.report, context);
  }
}

/** What the rules about TXT records say about one, whatever syntax it came from. */
export function checkText(record: DnsRecord, into: Finding[]): void {
  const { text, owner } = record;
  if (text === undefined) return;
  const context = { record, owner };
  const [first] = TXT_RULES;
  if (first !== undefined) {
    const reports = reporterOf(first, record, into);
    for (const rule of TXT_RULES) {
      reports.rule = rule;
      rule.check(record, reports.report, context);
    }
  }
  // More than the value was pasted: that is the one cause of all that the value itself seems to lack.
  if (pastedPrefix(text.text) !== undefined) return;
  // No record holds more (RFC 1035 section 3.2.1): name servers refuse it, and what it says reaches nobody.
  if (text.text.length > MOST_OCTETS) return;
  const family = familyOf(text.text, owner ?? writtenOwner(record));
  if (family !== undefined) RUNS[family]?.(record, text, context, into);
}

/** In a zone that is not known the labels in front say all the same who looks there: `_dmarc` is that of some domain. */
function writtenOwner({ name }: DnsRecord): string | undefined {
  return name === "" ? undefined : `${name.toLowerCase().replace(/\.$/, "")}.`;
}

function runWith<Node>(
  scope: Rule["scope"],
  parse: (text: MappedText) => Node,
  isNone: (node: Node) => boolean = () => false,
): Run {
  const rules = RULES.filter((rule) => rule.scope === scope) as readonly NodeRule<Node>[];
  const byGate = new Map<NodeRule<Node>["only"], NodeRule<Node>[]>();
  for (const rule of rules) byGate.set(rule.only, [...(byGate.get(rule.only) ?? []), rule]);
  const gated = [...byGate].map(([only, rules]) => ({ only, rules }));
  return (record, text, context, into) => {
    const [first] = rules;
    if (first === undefined) return;
    const node = text.read(parse);
    if (isNone(node)) return;
    const reports = reporterOf(first, record, into);
    const report = text.hasHoles
      ? knownOnly(text.text, PARTED[scope] ?? ";", reports.report)
      : reports.report;
    for (const { only, rules } of gated) {
      if (only?.(node) === false) continue;
      for (const rule of rules) {
        reports.rule = rule;
        rule.check(node, report, context);
      }
    }
  };
}

/** What parts the text of a family; tag lists are parted by semicolons. */
const PARTED: Readonly<Partial<Record<Rule["scope"], string>>> = { spf: " " };

/**
 * Passes on what is said about parts of a text that are known whole. A part with a hole in it may turn out to be anything:
 * nothing that is wrong there is sure to be.
 */
function knownOnly(text: string, separator: string, report: Report): Report {
  return (at, ...said) => {
    const span = "record" in at ? undefined : at;
    if (span !== undefined) {
      const start = span.start === 0 ? 0 : text.lastIndexOf(separator, span.start - 1) + 1;
      const behind = text.indexOf(separator, Math.max(span.end, start));
      if (text.slice(start, behind === -1 ? text.length : behind).includes(HOLE)) return;
    }
    report(at, ...said);
  };
}

type NodeRule<Node> = Rule & {
  readonly only?: (node: Node) => boolean;
  check(node: Node, report: Report, context: RecordContext): void;
};

function rulesByType() {
  const byType = new Map<number, Extract<Rule, { readonly scope: "record" }>[]>();
  for (const rule of RULES) {
    if (rule.scope !== "record") continue;
    for (const type of rule.types) {
      const code = typeCode(type, 0, type.length);
      const rules = byType.get(code) ?? [];
      rules.push(rule);
      byType.set(code, rules);
    }
  }
  return byType;
}

/** What the reader itself says about a part, as a finding. */
export function findingOf(part: Part, problem: SyntaxProblem): Finding | undefined {
  const rule = ruleById(problem.rule);
  if (rule === undefined) return undefined;
  const at = { anchor: part, start: problem.start, end: problem.end };
  const related = (problem.related ?? []).map(({ uri, message, start, end }) => ({
    at: { anchor: { uri, start: 0 }, start, end },
    message,
  }));
  const fixes = problem.fixes.map((fix) => ({
    title: fix.title,
    safe: fix.safe,
    edits: fix.edits.map((edit) => ({
      kind: "source" as const,
      at: { anchor: part, start: edit.start, end: edit.end },
      text: edit.text,
    })),
  }));
  return { rule, severity: problem.severity ?? rule.severity, message: problem.message, at, related, fixes };
}
