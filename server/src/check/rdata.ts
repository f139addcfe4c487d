import type { RdataProblem } from "../dns/rdata.ts";
import type { DnsRecord } from "../dns/record.ts";
import { acceptsRdata } from "../dns/types/accept.ts";
import { type Finding, relativeTo } from "../rules/finding.ts";
import { ruleById } from "../rules/index.ts";
import type { Block } from "../zone/block.ts";

const CLASS_IN = 1;

/** What the rules about TXT say themselves, in the words of mail. */
const SAID_OF_TXT: ReadonlySet<string> = new Set(["zone-rdata-string-too-long", "zone-rdata-escape"]);

/** Whether the fields of a row are seen to be right without being read, as those of most records are. */
export function isPlainRow({ columns, origins, text }: Block, row: number): boolean {
  const { type, klass, origin, rdataStart, rdataEnd } = columns;
  if (klass[row] !== CLASS_IN) return false;
  const room = origins[origin[row] ?? 0]?.length ?? 0;
  return acceptsRdata(type[row] ?? 0, text, rdataStart[row] ?? 0, rdataEnd[row] ?? 0, room);
}

/** What is wrong in the fields of a record. */
export function checkRdata(record: DnsRecord, into: Finding[]): void {
  for (const problem of record.rdata.problems) {
    if (record.type === "TXT" && SAID_OF_TXT.has(problem.rule)) continue;
    const finding = findingOf(record, problem);
    if (finding !== undefined) into.push(finding);
  }
}

function findingOf(record: DnsRecord, problem: RdataProblem): Finding | undefined {
  const rule = ruleById(problem.rule);
  if (rule === undefined) return undefined;
  const at = relativeTo(record.anchor, problem);
  const fixes = fixOf(record, problem);
  return { rule, severity: rule.severity, message: problem.message, at, related: [], fixes };
}

function fixOf(record: DnsRecord, problem: RdataProblem): Finding["fixes"] {
  const { fix, retype } = problem;
  if (retype !== undefined) {
    const edit = { kind: "retype", type: retype } as const;
    // The gateway of an IPSECKEY record holds an address too.
    const isAddress = record.type === "A" || record.type === "AAAA";
    const edits = [{ kind: "record" as const, record, edit }];
    return isAddress ? [{ title: `Make it an ${retype} record`, safe: false, edits }] : [];
  }
  if (fix === undefined) return [];
  const at = relativeTo(record.anchor, { start: problem.start, end: fix.end ?? problem.end });
  return [{ title: fix.title, safe: false, edits: [{ kind: "field", record, at, text: fix.text }] }];
}
