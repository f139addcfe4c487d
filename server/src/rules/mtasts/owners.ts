import { STS_VERSION } from "../../mail/fields.ts";
import { domainBelow } from "../mail/edits.ts";
import {
  multipleRecordsRule,
  type OwnerFamily,
  unrelatedTxtRule,
  wrongOwnerRule,
} from "../mail/ownerRules.ts";
import type { Rule } from "../rule.ts";

const GOOD = '_mta-sts TXT "v=STSv1; id=20261101T0000"';

/** Where the records of the family belong, and what is said of others. */
export const MTASTS: OwnerFamily = {
  family: "mtasts",
  title: "MTA-STS",
  isRight: /^_mta-sts\./,
  rightOwner: (owner) => `_mta-sts.${domainBelow(owner, /^(?:_.*|mta[-_]?sts|sts)$/)}`,
  counts: STS_VERSION,
  effect: "nobody sees that the domain has a policy",
  wrong: {
    summary: "An MTA-STS record does not stand at `_mta-sts`.",
    why: "Senders look at `_mta-sts.<domain>` only: they never fetch the policy, and do not insist on encryption.",
    bad: 'mta-sts TXT "v=STSv1; id=1"',
    good: GOOD,
    refs: ["RFC 8461 3.1"],
  },
  multiple: {
    summary: "One name has more than one MTA-STS record.",
    why: "Senders take the domain for one without a policy, and do not insist on encryption.",
    bad: `${GOOD}\n_mta-sts TXT "v=STSv1; id=2"`,
    good: GOOD,
    refs: ["RFC 8461 3.1"],
  },
  unrelated: {
    summary: "A TXT record at `_mta-sts` is no MTA-STS record.",
    why: "Senders discard it. Whoever wants to read it looks elsewhere.",
    bad: '_mta-sts TXT "hello"',
    good: GOOD,
    refs: ["RFC 8461 3.1"],
  },
  readers: "senders",
};

/** Where MTA-STS records stand. */
export const MTASTS_OWNER_RULES: readonly Rule[] = [
  wrongOwnerRule(MTASTS),
  multipleRecordsRule(MTASTS),
  unrelatedTxtRule(MTASTS),
];
