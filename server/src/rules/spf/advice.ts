import { isAtOrBelow } from "../../dns/names.ts";
import type { DomainSpec, Macro, SpfRecord, SpfTerm } from "../../mail/spf.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { Edit, SpfRule } from "../rule.ts";
import { MOST } from "../run.ts";
import { deleting, isSound, termOf, withoutTerm, wordAt, writing } from "./edits.ts";
import { isExampleName } from "./examples.ts";

const GOOD = '@ TXT "v=spf1 a:mail.example.net -all"';

const spfPtr: SpfRule = {
  id: "spf-ptr",
  severity: "warning",
  scope: "spf",
  tag: "deprecated",
  docs: {
    summary: "The record uses `ptr`.",
    why: "It is slow and unreliable, and burdens the servers of the reverse tree: the standard says not to publish it, and large receivers skip it.",
    bad: '@ TXT "v=spf1 mx ptr -all"',
    good: '@ TXT "v=spf1 mx -all"',
    refs: ["RFC 7208 5.5"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const { kind, span } of spf.terms) {
      if (kind !== "ptr") continue;
      report(span, "`ptr` is slow and unreliable; some receivers skip it", deleting(spf, span, false));
    }
  },
};

const spfExistsNoMacro: SpfRule = {
  id: "spf-exists-no-macro",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "`exists` asks for a name that is the same for every sender.",
    why: "If the name has an address every sender matches, otherwise none does: whoever holds the name decides for all.",
    bad: '@ TXT "v=spf1 exists:ok.example.net -all"',
    good: '@ TXT "v=spf1 exists:%{ir}.ok.example.net -all"',
    refs: ["RFC 7208 5.7"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      if (term.kind !== "exists" || term.domain?.parts.some(({ kind }) => kind === "macro") !== false)
        continue;
      report(term.span, "The name is the same for every sender: all of them match, or none");
    }
  },
};

const spfTrailingDotTarget: SpfRule = {
  id: "spf-trailing-dot-target",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "A target ends with a dot.",
    why: "It is legal and means the same; some simple tools do not find such a name.",
    bad: '@ TXT "v=spf1 a:mail.example.net. -all"',
    good: GOOD,
    refs: ["RFC 7208 12"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      const domain = domainOf(term);
      if (domain?.literal?.endsWith(".") !== true) continue;
      const { end } = domain.span;
      report(domain.span, "The dot at the end is legal, but of no use", {
        title: "Delete the dot",
        safe: true,
        edits: [{ at: textSpan(end - 1, end), text: "" }],
      });
    }
  },
};

const spfUnknownModifier: SpfRule = {
  id: "spf-unknown-modifier",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "A modifier is not one that SPF knows.",
    why: "Receivers ignore it.",
    bad: '@ TXT "v=spf1 mx foo=bar -all"',
    good: '@ TXT "v=spf1 mx -all"',
    refs: ["RFC 7208 6", "RFC 6652 3"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    let left = MOST;
    for (const { kind, span, name } of spf.terms) {
      if (kind !== "modifier" || REPORTING.has(wordAt(spf, name).toLowerCase())) continue;
      if (left-- === 0) return;
      report(span, `Receivers ignore \`${wordAt(spf, name)}=\``, deleting(spf, span, true));
    }
  },
};

const REPORTING: ReadonlySet<string> = new Set(["ra", "rp", "rr"]);

// Values of the reporting modifiers (RFC 6652 section 3): a local part, 0 to 100, and kinds of results.
const REPORTING_VALUES: Readonly<Record<string, { readonly pattern: RegExp; readonly what: string }>> = {
  ra: { pattern: /^[^@\s]+$/, what: "the local part of a mail address" },
  rp: { pattern: /^(?:100|[1-9]?\d)$/, what: "a number from 0 to 100" },
  rr: { pattern: /^(?:all|[efsn])(?::(?:all|[efsn]))*$/i, what: "a list of `all`, `e`, `f`, `s` and `n`" },
};

const spfRfc6652Modifier: SpfRule = {
  id: "spf-rfc6652-modifier",
  severity: "info",
  scope: "spf",
  docs: {
    summary: "A modifier for failure reports has no effect, or a value that is not legal.",
    why: "Without a legal `ra=` nobody knows where to send reports: `rp=` and `rr=` then do nothing.",
    bad: '@ TXT "v=spf1 mx -all rp=100"',
    good: '@ TXT "v=spf1 mx -all ra=postmaster rp=100"',
    refs: ["RFC 6652 3"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    let addressed: boolean | undefined;
    for (const term of spf.terms) {
      if (term.kind !== "modifier" || term.name.end - term.name.start !== 2) continue;
      const name = wordAt(spf, term.name).toLowerCase();
      const legal = REPORTING_VALUES[name];
      if (legal === undefined) continue;
      const drop = deleting(spf, term.span, true);
      if (!legal.pattern.test(wordAt(spf, term.value.span))) {
        // Without the address the other two do nothing, so that they go with it.
        const others = name === "ra" ? otherReporting(spf, term) : [];
        report(term.span, `The value of \`${name}=\` must be ${legal.what}: receivers ignore it`, {
          ...drop,
          edits: [...drop.edits, ...others],
        });
        continue;
      }
      addressed ??=
        spf.hasHoles ||
        spf.terms.some(
          (other) => other.kind === "modifier" && wordAt(spf, other.name).toLowerCase() === "ra",
        );
      if (!addressed) report(term.span, `Without \`ra=\` receivers ignore \`${name}=\``, drop);
    }
  },
};

function otherReporting(spf: SpfRecord, ra: SpfTerm): readonly Edit[] {
  return spf.terms
    .filter((term) => term !== ra && term.kind === "modifier")
    .filter((term) => REPORTING.has(wordAt(spf, term.name).toLowerCase()))
    .map((term) => withoutTerm(spf, term.span));
}

const PLACEHOLDER =
  /(?:^|\.)(?:your-?_?(?:domain|company|provider|esp)|my-?domain|domain\.tld|changeme|foobar)(?:\.|$)/i;

const NO_RECORD = "no SPF record is there, receivers answer permerror";
const UNREADABLE = "receivers cannot read the term, and discard the whole record (permerror)";
const NO_HOST = "no host is there, and the term matches nobody";

const spfIncludePlaceholder: SpfRule = {
  id: "spf-include-placeholder",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "A target is the placeholder of some instructions.",
    why: "No SPF record is there: an `include` without one makes receivers discard the whole record (permerror). Names like example.net are left alone in the zones of example names.",
    bad: '@ TXT "v=spf1 include:_spf.yourdomain.com -all"',
    good: GOOD,
    refs: ["RFC 2606", "RFC 7208 5.2"],
  },
  check(spf, report, { owner }) {
    if (spf.recognized !== true) return;
    // The grammar allows the marks in front of a last label (RFC 7208 section 7.1).
    const noName = spf.permerror === true ? UNREADABLE : NO_HOST;
    for (const { kind, span } of spf.faults) {
      const term = termOf(spf, span);
      if (kind === "placeholder")
        tell(span, term?.kind === "include" || term?.kind === "redirect" ? NO_RECORD : noName);
    }
    for (const term of spf.terms) {
      if (term.kind !== "include" && term.kind !== "redirect") continue;
      const name = term.domain?.literal;
      if (name === undefined || term.problems.length > 0) continue;
      const target = `${name.toLowerCase().replace(/\.$/, "")}.`;
      if (isPlaceholder(target, owner)) tell(term.domain?.span ?? term.span, NO_RECORD);
    }
    function tell(span: TextSpan, effect: string): void {
      report(span, `\`${wordAt(spf, span)}\` is a placeholder: ${effect}`);
    }
  },
};

const spfMacroP: SpfRule = {
  id: "spf-macro-p",
  severity: "warning",
  scope: "spf",
  tag: "deprecated",
  docs: {
    summary: "The record uses `%{p}`.",
    why: "It needs the reverse lookups of `ptr`: slow, unreliable, and often just `unknown`. The standard says not to use it.",
    bad: '@ TXT "v=spf1 exists:%{p}.spf.example.net -all"',
    good: '@ TXT "v=spf1 exists:%{ir}.spf.example.net -all"',
    refs: ["RFC 7208 7.2", "RFC 7208 5.5"],
  },
  check(spf, report) {
    for (const { macro } of macrosOf(spf.terms, isSound(spf))) {
      if (macro.letter === "p")
        report(macro.span, "`%{p}` needs slow reverse lookups and is often just `unknown`");
    }
  },
};

const spfMacroSender: SpfRule = {
  id: "spf-macro-sender",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "A mechanism asks for a name that depends on the sender's address or HELO name.",
    why: "Each sender costs receivers a query of its own that no cache answers, and `%{s}` and `%{l}` show the sender's address to whoever runs the name server.",
    bad: '@ TXT "v=spf1 exists:%{l}.spf.example.net -all"',
    good: '@ TXT "v=spf1 exists:%{ir}.spf.example.net -all"',
    refs: ["RFC 7208 7.4", "RFC 7208 11.5"],
  },
  check(spf, report) {
    for (const { term, macro } of macrosOf(spf.terms, isSound(spf))) {
      if (!("qualifier" in term) || !"sloh".includes(macro.letter)) continue;
      report(
        macro.span,
        `\`${wordAt(spf, macro.span)}\` costs a query for each sender, which no cache answers`,
      );
    }
  },
};

const spfMacroUppercase: SpfRule = {
  id: "spf-macro-uppercase",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "A macro's letter is in upper case.",
    why: "The value is then escaped as in a URL, which a domain name hardly ever wants.",
    bad: '@ TXT "v=spf1 exists:%{I}.spf.example.net -all"',
    good: '@ TXT "v=spf1 exists:%{i}.spf.example.net -all"',
    refs: ["RFC 7208 7.3"],
  },
  check(spf, report) {
    for (const { macro } of macrosOf(spf.terms, isSound(spf))) {
      if (!macro.escaped) continue;
      const { start } = macro.span;
      const word = wordAt(spf, macro.span);
      const lower = `%{${macro.letter}${word.slice(3)}`;
      report(macro.span, `\`${word}\` is escaped as in a URL`, {
        ...writing(lower, textSpan(start, macro.span.end), false),
      });
    }
  },
};

/** Whether a target (absolute) was copied from instructions into the record at `owner`. */
export function isPlaceholder(target: string, owner: string | undefined): boolean {
  if (owner === undefined) return PLACEHOLDER.test(target);
  return (isOutOfPlace(target, owner) || PLACEHOLDER.test(target)) && !isAtOrBelow(owner, target);
}

/** Whether a name of instructions stands in a real zone; zones that are examples themselves may name their neighbours. */
function isOutOfPlace(target: string, owner: string): boolean {
  if (!isExampleName(owner)) return isExampleName(target);
  return INSTRUCTIONS.includes(target) && !INSTRUCTIONS.some((name) => isAtOrBelow(owner, name));
}

const INSTRUCTIONS: readonly string[] = ["example.com.", "example.net.", "example.org."];

/** What is legal in a term, but weak, needless or unusual. */
export const SPF_ADVICE_RULES: readonly SpfRule[] = [
  spfPtr,
  spfExistsNoMacro,
  spfTrailingDotTarget,
  spfUnknownModifier,
  spfRfc6652Modifier,
  spfIncludePlaceholder,
  spfMacroP,
  spfMacroSender,
  spfMacroUppercase,
];

function domainOf(term: SpfTerm): DomainSpec | undefined {
  return "domain" in term ? term.domain : undefined;
}

interface Used {
  readonly term: SpfTerm;
  readonly macro: Macro;
}

const NONE: readonly Used[] = [];

function macrosOf(terms: readonly SpfTerm[], sound: boolean): readonly Used[] {
  if (!sound) return NONE;
  let found: Used[] | undefined;
  for (const term of terms) {
    const domain = domainOf(term);
    if (domain === undefined || domain.literal !== undefined) continue;
    for (const macro of domain.parts) {
      if (macro.kind !== "macro") continue;
      found ??= [];
      found.push({ term, macro });
    }
  }
  return found ?? NONE;
}
