import type { RdataProblem } from "../dns/rdata.ts";
import { acceptsRdata } from "../dns/types/accept.ts";
import type { Finding } from "../rules/finding.ts";
import { ruleById } from "../rules/index.ts";
import type { Block } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";

const CLASS_IN = 1;
const TYPE_TXT = 16;

/** What the rules about TXT say themselves, in the words of mail. */
const SAID_OF_TXT: Readonly<Record<string, string>> = {
  "zone-rdata-string-too-long": "txt-string-over-255",
  "zone-rdata-escape": "txt-escape-invalid",
};

/** What is wrong in the fields of one record of a block. Most records are seen to be right without being read. */
export function checkRdata(document: ZoneDocument, block: Block, row: number, into: Finding[]): void {
  const { type, klass, origin, rdataStart, rdataEnd } = block.columns;
  const code = type[row] ?? 0;
  if (klass[row] === CLASS_IN) {
    const room = block.origins[origin[row] ?? 0]?.length ?? 0;
    if (acceptsRdata(code, block.text, rdataStart[row] ?? 0, rdataEnd[row] ?? 0, room)) return;
  }
  for (const problem of document.recordOf(block, row).rdata.problems) {
    const finding = code === TYPE_TXT && isSaidOfTxt(problem) ? undefined : findingOf(block, problem);
    if (finding !== undefined) into.push(finding);
  }
}

function isSaidOfTxt({ rule }: RdataProblem): boolean {
  return ruleById(SAID_OF_TXT[rule] ?? "") !== undefined;
}

function findingOf(block: Block, problem: RdataProblem): Finding | undefined {
  const rule = ruleById(problem.rule);
  if (rule === undefined) return undefined;
  const at = { anchor: block, start: problem.start - block.start, end: problem.end - block.start };
  const { fix } = problem;
  const fixes =
    fix === undefined
      ? []
      : [{ title: fix.title, safe: false, edits: [{ kind: "source" as const, at, text: fix.text }] }];
  return { rule, severity: rule.severity, message: problem.message, at, related: [], fixes };
}
