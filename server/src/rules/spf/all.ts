import type { Qualifier, SpfRecord } from "../../mail/spf.ts";
import { textSpan } from "../../text/span.ts";
import type { SpfRule } from "../rule.ts";

const GOOD = '@ TXT "v=spf1 mx -all"';

export const spfAllPlus: SpfRule = {
  id: "spf-all-plus",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "`+all` lets every host on the Internet send as the domain.",
    why: "Whoever sends as this domain passes SPF, and with it DMARC: the record protects nothing.",
    bad: '@ TXT "v=spf1 mx +all"',
    good: GOOD,
    refs: ["RFC 7208 5.1"],
  },
  check(spf, report) {
    const all = firstAll(spf, "+");
    if (all === undefined) return;
    report(all.span, "`+all` lets every host on the Internet send as this domain", {
      title: "Reject unlisted hosts (`-all`)",
      safe: false,
      edits: [{ at: all.span, text: "-all" }],
    });
  },
};

export const spfAllNeutral: SpfRule = {
  id: "spf-all-neutral",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "`?all` says nothing about hosts that are not listed.",
    why: "Receivers treat mail from unlisted hosts as if there were no SPF record.",
    bad: '@ TXT "v=spf1 mx ?all"',
    good: GOOD,
    refs: ["RFC 7208 5.1", "RFC 7208 8.2"],
  },
  check(spf, report) {
    const all = firstAll(spf, "?");
    if (all === undefined) return;
    report(
      all.span,
      "`?all` says nothing about unlisted hosts: receivers treat them as if there were no SPF",
      {
        title: "Mark unlisted hosts (`~all`)",
        safe: false,
        edits: [{ at: all.span, text: "~all" }],
      },
    );
  },
};

export const spfAllMissing: SpfRule = {
  id: "spf-all-missing",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "The record ends without `all` or `redirect=`.",
    why: "What the terms do not match is neutral: receivers treat it as if there were no SPF record.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1"',
    good: GOOD,
    refs: ["RFC 7208 4.7"],
  },
  check(spf, report) {
    if (spf.recognized !== true || spf.permerror !== false || spf.hasHoles || spf.terms.length === 0) return;
    if (spf.terms.some((term) => term.kind === "all" || term.kind === "redirect")) return;
    const end = spf.source.text.trimEnd().length;
    const last = spf.terms.at(-1);
    report(
      last?.span ?? textSpan(0, end),
      "The record does not say what happens to unlisted hosts: receivers treat them as if there were no SPF",
      {
        title: "Reject unlisted hosts (append ` -all`)",
        safe: false,
        edits: [{ at: textSpan(end, end), text: " -all" }],
      },
    );
  },
};

function firstAll(spf: SpfRecord, qualifier: Qualifier) {
  if (spf.recognized !== true || spf.permerror === true) return undefined;
  const all = spf.terms.find((term) => term.kind === "all");
  return all?.kind === "all" && all.qualifier === qualifier ? all : undefined;
}
