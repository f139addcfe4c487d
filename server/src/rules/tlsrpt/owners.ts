import { TLSRPT_VERSION } from "../../mail/fields.ts";
import { domainBelow } from "../mail/edits.ts";
import {
  multipleRecordsRule,
  type OwnerFamily,
  unrelatedTxtRule,
  wrongOwnerRule,
} from "../mail/ownerRules.ts";
import type { Rule } from "../rule.ts";

const GOOD = '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"';

/** Where the records of the family belong, and what is said of others. */
export const TLSRPT: OwnerFamily = {
  family: "tlsrpt",
  title: "TLS-RPT",
  isRight: /^_smtp\._tls\./,
  rightOwner: (owner) => `_smtp._tls.${domainBelow(owner, /^(?:_.*|smtp|tls|tcp|tlsrpt|smtp-tlsrpt)$/)}`,
  counts: TLSRPT_VERSION,
  effect: "nobody sends reports",
  wrong: {
    summary: "A TLS-RPT record does not stand at `_smtp._tls`.",
    why: "Senders look at `_smtp._tls.<domain>` only: nobody sends reports about failed encryption.",
    bad: '_smtp._tcp TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    good: GOOD,
    refs: ["RFC 8460 3"],
  },
  multiple: {
    summary: "One name has more than one TLS-RPT record.",
    why: "Senders take the domain for one that does not want reports.",
    bad: `${GOOD}\n_smtp._tls TXT "v=TLSRPTv1; rua=mailto:b@reports.example.net"`,
    good: GOOD,
    refs: ["RFC 8460 3"],
  },
  unrelated: {
    summary: "A TXT record at `_smtp._tls` is no TLS-RPT record.",
    why: "Senders discard it. Whoever wants to read it looks elsewhere.",
    bad: '_smtp._tls TXT "hello"',
    good: GOOD,
    refs: ["RFC 8460 3"],
  },
  readers: "senders",
};

/** Where TLS-RPT records stand. */
export const TLSRPT_OWNER_RULES: readonly Rule[] = [
  wrongOwnerRule(TLSRPT),
  multipleRecordsRule(TLSRPT),
  unrelatedTxtRule(TLSRPT),
];
