import { labelsOf } from "../../dns/names.ts";
import { domainBelow } from "../mail/edits.ts";
import {
  multipleRecordsRule,
  type OwnerFamily,
  unrelatedTxtRule,
  wrongOwnerRule,
} from "../mail/ownerRules.ts";
import type { Rule } from "../rule.ts";
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
  unrelated: {
    summary: "A TXT record at a BIMI selector is no BIMI record.",
    why: "Receivers discard it. Whoever wants to read it looks elsewhere.",
    bad: 'default._bimi TXT "hello"',
    good: GOOD,
    refs: [BIMI_DRAFT],
  },
  readers: "receivers",
};

/** Where BIMI records stand. */
export const BIMI_OWNER_RULES: readonly Rule[] = [
  wrongOwnerRule(BIMI),
  multipleRecordsRule(BIMI),
  unrelatedTxtRule(BIMI),
];

// `brand.bimi.example.com` was meant for the selector `brand`.
function selectorOf(owner: string): string {
  const [first = "", second = ""] = labelsOf(owner);
  return /^_?bimi_?$/.test(second) && !first.startsWith("_") ? first : "default";
}
