import { labelsOf } from "../../dns/names.ts";
import { familyOfText } from "../../mail/classify.ts";
import { domainBelow } from "../mail/edits.ts";
import { multipleRecordsRule, type OwnerFamily, wrongOwnerRule } from "../mail/ownerRules.ts";
import type { NameRule, Rule } from "../rule.ts";
import { BIMI_DRAFT, BIMI_GOOD } from "./records.ts";

const GOOD = `default._bimi TXT "${BIMI_GOOD}"`;

const BIMI: OwnerFamily = {
  family: "bimi",
  title: "BIMI",
  isRight: /^[^.]+\._bimi\./,
  rightOwner: (owner) => `${selectorOf(owner)}._bimi.${domainBelow(owner, /^(?:_.*|bimi|default)$/)}`,
  counts: /^v[ \t]*=[ \t]*BIMI1[ \t]*;/,
  effect: "no logo is shown",
  wrong: {
    summary: "A BIMI record does not stand at `<selector>._bimi`.",
    why: "Receivers look at `default._bimi.<domain>`, or the selector that a message names: they show no logo.",
    bad: `_bimi TXT "${BIMI_GOOD}"`,
    good: GOOD,
    refs: [BIMI_DRAFT],
  },
  multiple: {
    summary: "One selector has more than one BIMI record.",
    why: "Receivers do not know which one counts, and show no logo.",
    bad: `${GOOD}\ndefault._bimi TXT "v=BIMI1; l=https://www.example.com/other.svg; a=https://www.example.com/other.pem"`,
    good: GOOD,
    refs: [BIMI_DRAFT],
  },
};

const bimiUnrelatedTxt: NameRule = {
  id: "bimi-unrelated-txt",
  severity: "info",
  scope: "name",
  on: ["bimi"],
  docs: {
    summary: "A TXT record at a BIMI selector is no BIMI record.",
    why: "Receivers discard it. Whoever wants to read it looks elsewhere.",
    bad: 'default._bimi TXT "hello"',
    good: GOOD,
    refs: [BIMI_DRAFT],
  },
  check(name, report) {
    if (!BIMI.isRight.test(name.owner)) return;
    for (const { record, node } of name.bimi) {
      const { text } = node.source;
      if (node.source.hasHoles || familyOfText(text) !== undefined || /(?:^|;)\s*[vla]\s*=/i.test(text))
        continue;
      report({ record, part: "rdata" }, "This is no BIMI record: receivers discard it", {
        title: "Delete it",
        safe: true,
        edits: [{ kind: "remove", record }],
      });
    }
  },
};

/** Where BIMI records stand. */
export const BIMI_OWNER_RULES: readonly Rule[] = [
  wrongOwnerRule(BIMI),
  multipleRecordsRule(BIMI),
  bimiUnrelatedTxt,
];

// `brand.bimi.example.com` was meant for the selector `brand`.
function selectorOf(owner: string): string {
  const [first = "", second = ""] = labelsOf(owner);
  return /^_?bimi_?$/.test(second) && !first.startsWith("_") ? first : "default";
}
