import type { SpfProblem, SpfProblemKind, SpfRecord } from "../../mail/spf.ts";
import type { TextSpan } from "../../text/span.ts";
import type { Fix, SpfRule } from "../rule.ts";
import { MOST } from "../run.ts";
import { deleting, isAmiss, shortened, termOf, wordAt } from "./edits.ts";

/** One way to get a term wrong; each is one rule. */
export interface Fault {
  readonly id: string;
  /** What the parser calls it, and how the finding goes on behind "`term` ...". */
  readonly kinds: Readonly<Partial<Record<SpfProblemKind, string>>>;
  readonly summary: string;
  /** The record's text, or several strings of zone text. */
  readonly bad: string;
  readonly good?: string;
  readonly refs: readonly string[];
  /** Offers to delete the whole term. */
  readonly deletes?: true;
}

const GOOD = "v=spf1 ip4:192.0.2.0/24 a:mail.example.net -all";
const WHY =
  "One syntax error anywhere makes receivers discard the whole record (permerror): it authorizes nobody, and mail that would have passed SPF no longer does. What the grammar lets through although nothing can match it authorizes nobody either.";

/** The rules of a table of faults. */
export function faultRules(faults: readonly Fault[]): readonly SpfRule[] {
  return faults.map(faultRule);
}

function faultRule(fault: Fault): SpfRule {
  const { id, kinds, summary, bad, good, refs } = fault;
  return {
    id,
    severity: "error",
    scope: "spf",
    only: isAmiss,
    docs: { summary, why: WHY, bad: zoneText(bad), good: zoneText(good ?? GOOD), refs },
    check(spf, report) {
      if (spf.faults.length === 0) return;
      let left = MOST;
      for (const problem of spf.faults) {
        const says = kinds[problem.kind];
        if (says === undefined || (spf.recognized !== true && problem.kind !== "string-boundary")) continue;
        if (left-- === 0) return;
        const fixes = fixesOf(spf, problem);
        if (fault.deletes) fixes.push(deleting(spf, termAround(spf, problem.span), false));
        report(problem.span, `${subject(spf, problem.span)} ${says}: ${effect(spf, problem)}`, ...fixes);
      }
    },
  };
}

function zoneText(record: string): string {
  return record.startsWith('"') ? `@ TXT ${record}` : `@ TXT "${record}"`;
}

/** What stands there, as far as it can be shown. */
function subject(spf: SpfRecord, span: TextSpan): string {
  const word = wordAt(spf, span);
  return word.trim() === "" ? "This" : `\`${shortened(word.replace(/[^\x20-\x7e]/g, "·"))}\``;
}

function effect(spf: SpfRecord, { kind, span }: SpfProblem): string {
  if (spf.recognized !== true) return "receivers do not see an SPF record here";
  if (spf.permerror === true) return "receivers discard the whole record (permerror)";
  if (IGNORED.has(kind)) return "receivers take it for an unknown modifier and ignore it";
  const term = termOf(spf, span);
  // A name that is none has no record: RFC 7208 sections 4.3, 5.2 and 6.1.
  return term?.kind === "include" || term?.kind === "redirect"
    ? "no SPF record can be there, and receivers answer permerror"
    : "receivers look up a name that cannot exist, so it matches no sender";
}

const IGNORED: ReadonlySet<SpfProblemKind> = new Set(["equals", "typo", "all-argument"]);

function fixesOf(spf: SpfRecord, problem: SpfProblem): Fix[] {
  return (problem.repairs ?? []).map(({ span, text }) => ({
    title: titleOf(wordAt(spf, span), text),
    safe: false,
    edits: [{ at: span, text }],
  }));
}

function titleOf(before: string, after: string): string {
  if (after === "") {
    return before.trim() === "" || /[^\x20-\x7e]/.test(before)
      ? "Delete it"
      : `Delete \`${shortened(before.trim())}\``;
  }
  if (after.trim() === "") return "Insert a space";
  return `Write \`${shortened(after.trim())}\``;
}

/** The term that a problem lies in. */
function termAround(spf: SpfRecord, span: TextSpan): TextSpan {
  return termOf(spf, span)?.span ?? span;
}
