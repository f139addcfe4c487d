import type { AllTerm, SpfRecord, SpfTerm } from "../../mail/spf.ts";
import { textSpan } from "../../text/span.ts";
import type { SpfRule } from "../rule.ts";
import { appended, deleting, isSound, withoutTerm, wordAt } from "./edits.ts";
import { HELPER_NAME } from "./names.ts";

const GOOD = '@ TXT "v=spf1 mx -all"';
const REDIRECT_TARGET = '_spf TXT "v=spf1 ip4:192.0.2.1 -all"';
const REDIRECTED = `@ TXT "v=spf1 redirect=_spf.example.com"\n${REDIRECT_TARGET}`;

const spfAllPlus: SpfRule = {
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
    const all = firstAll(spf);
    if (all?.qualifier !== "+") return;
    report(
      all.span,
      `\`${wordAt(spf, all.span)}\` lets every host on the Internet send as this domain`,
      { title: "Reject unlisted hosts (`-all`)", safe: false, edits: [{ at: all.span, text: "-all" }] },
      { title: "Mark unlisted hosts (`~all`)", safe: false, edits: [{ at: all.span, text: "~all" }] },
    );
  },
};

const spfAllNeutral: SpfRule = {
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
    const all = firstAll(spf);
    if (all?.qualifier !== "?") return;
    report(
      all.span,
      "`?all` says nothing about unlisted hosts: receivers treat them as if there were no SPF",
      { title: "Mark unlisted hosts (`~all`)", safe: false, edits: [{ at: all.span, text: "~all" }] },
      { title: "Reject unlisted hosts (`-all`)", safe: false, edits: [{ at: all.span, text: "-all" }] },
    );
  },
};

const spfAllMissing: SpfRule = {
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
  check(spf, report, { owner }) {
    // A part that others include needs no `all`: there it has no effect.
    if (!isSound(spf) || spf.hasHoles || (owner !== undefined && HELPER_NAME.test(owner))) return;
    let last: SpfTerm | undefined;
    for (const term of spf.terms) {
      if (term.kind === "all" || term.kind === "redirect") return;
      if (term.kind !== "exp" && term.kind !== "modifier") last = term;
    }
    if (last === undefined) return;
    report(
      last.span,
      "The record does not say what happens to unlisted hosts: receivers treat them as if there were no SPF",
      { title: "Reject unlisted hosts (append ` -all`)", safe: false, edits: [appended(spf, "-all")] },
      { title: "Mark unlisted hosts (append ` ~all`)", safe: false, edits: [appended(spf, "~all")] },
    );
  },
};

const spfNoMechanism: SpfRule = {
  id: "spf-no-mechanism",
  severity: "info",
  scope: "spf",
  docs: {
    summary: "The record is `v=spf1` without any mechanism.",
    why: "Every sender gets neutral, as if there were no record. A domain that sends no mail says `v=spf1 -all`.",
    bad: '@ TXT "v=spf1"',
    good: '@ TXT "v=spf1 -all"',
    refs: ["RFC 7208 4.7"],
  },
  check(spf, report) {
    if (!isSound(spf) || spf.hasHoles) return;
    if (spf.terms.some(({ kind }) => kind !== "exp" && kind !== "modifier")) return;
    report(spf.version.span, "The record names nobody: every sender gets neutral, as if there were no SPF", {
      title: "Say that the domain sends no mail (append ` -all`)",
      safe: false,
      edits: [appended(spf, "-all")],
    });
  },
};

const spfAllNotLast: SpfRule = {
  id: "spf-all-not-last",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "A mechanism stands behind `all`.",
    why: "`all` matches every sender: what stands behind it is never looked at, and the senders it lists are rejected.",
    bad: '@ TXT "v=spf1 -all a:mail.example.net"',
    good: '@ TXT "v=spf1 a:mail.example.net -all"',
    refs: ["RFC 7208 5.1"],
  },
  check(spf, report) {
    const all = firstAll(spf);
    if (all === undefined || all === spf.terms.at(-1)) return;
    const dead = spf.terms.find((term) => term.span.start > all.span.start && isOtherMechanism(term));
    if (dead === undefined) return;
    const word = wordAt(spf, all.span);
    report(dead.span, `\`${word}\` matches every sender before this term is looked at`, {
      title: `Move \`${word}\` to the end`,
      safe: false,
      edits: [withoutTerm(spf, all.span), appended(spf, word)],
    });
  },
};

const spfAllMultiple: SpfRule = {
  id: "spf-all-multiple",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "The record has more than one `all`.",
    why: "The first one decides; the others are never looked at.",
    bad: '@ TXT "v=spf1 mx -all -all"',
    good: GOOD,
    refs: ["RFC 7208 5.1"],
  },
  check(spf, report) {
    const first = firstAll(spf);
    if (first === undefined || first === spf.terms.at(-1)) return;
    const later = spf.terms.filter((term): term is AllTerm => term.kind === "all" && term !== first);
    const [second] = later;
    if (second === undefined) return;
    const strictest = later.find(({ qualifier }) => qualifier === "-");
    const drop = {
      title: `Keep \`${wordAt(spf, first.span)}\``,
      edits: later.map(({ span }) => withoutTerm(spf, span)),
    };
    const others =
      strictest === undefined || first.qualifier === "-"
        ? []
        : [first, ...later.filter((all) => all !== strictest)];
    report(
      second.span,
      `\`${wordAt(spf, first.span)}\` decides already: this \`all\` is never looked at`,
      { ...drop, safe: true },
      ...(strictest === undefined || others.length === 0
        ? []
        : [{ title: "Keep `-all`", safe: false, edits: others.map(({ span }) => withoutTerm(spf, span)) }]),
    );
  },
};

const spfRedirectWithAll: SpfRule = {
  id: "spf-redirect-with-all",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "`redirect=` stands beside `all`.",
    why: "Where a record has `all` its `redirect` is ignored: the other record authorizes nobody here.",
    bad: '@ TXT "v=spf1 redirect=_spf.example.net -all"',
    good: REDIRECTED,
    refs: ["RFC 7208 5.1", "RFC 7208 6.1"],
  },
  check(spf, report) {
    const redirect = spf.terms.find(({ kind }) => kind === "redirect");
    if (redirect === undefined) return;
    const all = firstAll(spf);
    if (all === undefined) return;
    report(
      redirect.span,
      `\`${wordAt(spf, all.span)}\` makes receivers ignore this redirect`,
      deleting(spf, redirect.span, true),
      deleting(spf, all.span, false),
    );
  },
};

const spfRedirectNotLast: SpfRule = {
  id: "spf-redirect-not-last",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "`redirect=` stands before mechanisms.",
    why: "It is legal, and evaluated last all the same; standing there it reads as if it came first.",
    bad: `@ TXT "v=spf1 redirect=_spf.example.com mx"\n${REDIRECT_TARGET}`,
    good: `@ TXT "v=spf1 mx redirect=_spf.example.com"\n${REDIRECT_TARGET}`,
    refs: ["RFC 7208 6"],
  },
  check(spf, report) {
    const redirect = spf.terms.find(({ kind }) => kind === "redirect");
    if (redirect === undefined || !isSound(spf) || spf.hasHoles || firstAll(spf) !== undefined) return;
    const last = spf.terms.findLast(isOtherMechanism);
    if (last === undefined || last.span.start < redirect.span.start) return;
    report(redirect.span, "Receivers follow this redirect last, after all mechanisms", {
      title: "Move it to the end",
      safe: true,
      edits: [withoutTerm(spf, redirect.span), appended(spf, wordAt(spf, redirect.span))],
    });
  },
};

const ONCE = "Twice is a syntax error: receivers discard the whole record (permerror).";

const spfRedirectMultiple: SpfRule = {
  id: "spf-redirect-multiple",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "`redirect=` stands more than once.",
    why: ONCE,
    bad: '@ TXT "v=spf1 redirect=_spf.example.net redirect=_spf.example.org"',
    good: REDIRECTED,
    refs: ["RFC 7208 6"],
  },
  check: (spf, report) => {
    for (const { span } of repeated(spf, "redirect")) {
      report(span, `A second \`redirect\`. ${ONCE}`, deleting(spf, span, false));
    }
  },
};

const spfExpMultiple: SpfRule = {
  id: "spf-exp-multiple",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "`exp=` stands more than once.",
    why: ONCE,
    bad: '@ TXT "v=spf1 mx -all exp=e1.example.net exp=e2.example.net"',
    good: '@ TXT "v=spf1 mx -all exp=e1.example.net"',
    refs: ["RFC 7208 6"],
  },
  check: (spf, report) => {
    for (const { span } of repeated(spf, "exp")) {
      report(span, `A second \`exp\`. ${ONCE}`, deleting(spf, span, false));
    }
  },
};

const spfExpUnused: SpfRule = {
  id: "spf-exp-unused",
  severity: "hint",
  tag: "unnecessary",
  scope: "spf",
  docs: {
    summary: "`exp=` stands in a record that never yields `fail`.",
    why: "Receivers show the explanation only when a mechanism with `-` matches.",
    bad: '; dnslens-ignore spf-all-softfail\n@ TXT "v=spf1 mx ~all exp=e.example.net"',
    good: '@ TXT "v=spf1 mx -all exp=e.example.net"',
    refs: ["RFC 7208 6.2"],
  },
  check(spf, report) {
    const exp = spf.terms.find(({ kind }) => kind === "exp");
    if (exp === undefined || !isSound(spf) || spf.hasHoles) return;
    for (const term of spf.terms) {
      if ("qualifier" in term && term.qualifier === "-") return;
      if (term.kind === "all") break;
    }
    report(
      exp.span,
      "No sender gets `fail` here, so nobody sees this explanation",
      deleting(spf, exp.span, true),
    );
  },
};

const spfPlusQualifier: SpfRule = {
  id: "spf-plus-qualifier",
  severity: "hint",
  tag: "unnecessary",
  scope: "spf",
  docs: {
    summary: "A term has an explicit `+`.",
    why: "`+` is what a term without a qualifier means.",
    bad: '@ TXT "v=spf1 +mx -all"',
    good: GOOD,
    refs: ["RFC 7208 4.6.2"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      if (!("qualifier" in term) || term.qualifier !== "+" || term.kind === "all") continue;
      const { qualifierSpan } = term;
      if (qualifierSpan.start === qualifierSpan.end) continue;
      report(qualifierSpan, "`+` is what a term without a qualifier means", {
        title: `Write \`${wordAt(spf, textSpan(qualifierSpan.end, term.span.end))}\``,
        safe: true,
        edits: [{ at: qualifierSpan, text: "" }],
      });
    }
  },
};

const spfUppercase: SpfRule = {
  id: "spf-uppercase",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "A keyword is written in upper case.",
    why: "It is legal; lower case is what everybody writes and some simple tools look for.",
    bad: '@ TXT "V=SPF1 MX -ALL"',
    good: GOOD,
    refs: ["RFC 7208 4.6.1"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    const { text } = spf.source;
    if (!hasUpperCase(text, 0, text.length)) return;
    const words = [spf.version.span, ...spf.terms.map(({ name }) => name)];
    const loud = words.filter(({ start, end }) => hasUpperCase(text, start, end));
    const [first] = loud;
    if (first === undefined) return;
    report(first, `\`${wordAt(spf, first)}\` is legal in upper case, but unusual`, {
      title: "Write keywords in lower case",
      safe: true,
      edits: loud.map((at) => ({ at, text: wordAt(spf, at).toLowerCase() })),
    });
  },
};

/** `all`, `redirect`, `exp`, and how keywords are written. */
export const SPF_ALL_RULES: readonly SpfRule[] = [
  spfAllPlus,
  spfAllNeutral,
  spfAllMissing,
  spfNoMechanism,
  spfAllNotLast,
  spfAllMultiple,
  spfRedirectWithAll,
  spfRedirectNotLast,
  spfRedirectMultiple,
  spfExpMultiple,
  spfExpUnused,
  spfPlusQualifier,
  spfUppercase,
];

/** The `all` that decides, in a record that receivers read. An unknown part is not thought to bring one of its own. */
function firstAll(spf: SpfRecord): AllTerm | undefined {
  if (!isSound(spf)) return undefined;
  return spf.terms.find((term): term is AllTerm => term.kind === "all");
}

function isOtherMechanism(term: SpfTerm): boolean {
  return "qualifier" in term ? term.kind !== "all" : false;
}

function repeated(spf: SpfRecord, kind: "redirect" | "exp"): readonly SpfTerm[] {
  if (spf.permerror !== true || spf.recognized !== true || spf.faults.length > 0) return NONE;
  return spf.terms.filter((term) => term.kind === kind).slice(1);
}

const NONE: readonly SpfTerm[] = [];

function hasUpperCase(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x41 && code <= 0x5a) return true;
  }
  return false;
}
