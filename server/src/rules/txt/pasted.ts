import { type PastedPrefix, pastedPrefix } from "../../mail/pasted.ts";
import { textSpan } from "../../text/span.ts";
import type { Report, TxtRule } from "../rule.ts";

const GOOD = '@ TXT "v=spf1 mx -all"';

const txtZoneLinePasted: TxtRule = {
  id: "txt-zone-line-pasted",
  severity: "error",
  scope: "txt",
  docs: {
    summary: "The value of the record is a whole line of a zone file.",
    why: "TTL, class and type became part of the text. Receivers know a record by how its text begins, and this one begins with something else: to them it is not there.",
    bad: '@ TXT "10800 IN TXT v=spf1 mx -all"',
    good: GOOD,
    refs: ["RFC 7208 4.5", "RFC 1035 5.1"],
  },
  check(record, report) {
    const text = record.text?.text ?? "";
    const pasted = pastedPrefix(text);
    if (pasted?.kind !== "zone-line") return;
    reportPrefix(text, pasted, report, "is a line of a zone file, not a value");
  },
};

const txtOwnerInValue: TxtRule = {
  id: "txt-owner-in-value",
  severity: "error",
  scope: "txt",
  docs: {
    summary: "The value begins with the record's name or a label such as `TXT=`.",
    why: "Receivers know a record by how its text begins, and this one begins with something else: to them it is not there.",
    bad: '_dmarc TXT "_dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    good: '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 7208 4.5", "RFC 9989 4.7"],
  },
  check(record, report) {
    const text = record.text?.text ?? "";
    const pasted = pastedPrefix(text);
    if (pasted?.kind !== "label") return;
    reportPrefix(text, pasted, report, "stands in front of the value");
  },
};

function reportPrefix(text: string, { start, end, gaps }: PastedPrefix, report: Report, what: string): void {
  const prefix = text.slice(0, start).trim();
  const shown = prefix.length > 40 ? `${prefix.slice(0, 40)}…` : prefix;
  const gone = [{ start: 0, end: start }, ...gaps, { start: end, end: text.length }];
  const kept = gone.slice(1).map((gap, i) => text.slice(gone[i]?.end, gap.start));
  report(textSpan(0, start), `\`${shown}\` ${what}: receivers do not see a record here`, {
    title: `Keep \`${kept.join("").slice(0, 24).trim()}…\` alone`,
    safe: false,
    edits: gone
      .filter((gap) => gap.end > gap.start)
      .map((gap) => ({ at: textSpan(gap.start, gap.end), text: "" })),
  });
}

export const TXT_PASTED_RULES: readonly TxtRule[] = [txtZoneLinePasted, txtOwnerInValue];
