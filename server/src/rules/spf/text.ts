import { breaksWithin } from "../../mail/spf/boundary.ts";
import { asciiLookalike, charactersOf } from "../../mail/spf/unicode.ts";
import type { SpfRecord, SpfVersionProblem } from "../../mail/spf.ts";
import { textSpan } from "../../text/span.ts";
import type { Edit, SpfRule } from "../rule.ts";
import { overlongStrings } from "../txt/strings.ts";
import { isAmiss, shortened, wordAt } from "./edits.ts";

const GOOD = '@ TXT "v=spf1 mx -all"';
const UNSEEN = "receivers do not see an SPF record here, so it authorizes and forbids nothing";

function versionProblem(spf: SpfRecord, kind: SpfVersionProblem["kind"]): SpfVersionProblem | undefined {
  const { problems } = spf.version;
  return problems.length === 0 ? undefined : problems.find((problem) => problem.kind === kind);
}

const spfVersionNotTerminated: SpfRule = {
  id: "spf-version-not-terminated",
  severity: "error",
  scope: "spf",
  only: isAmiss,
  docs: {
    summary: "Something other than a space follows `v=spf1`.",
    why: "Receivers know an SPF record by `v=spf1` and a space, or nothing, behind it. This one they pass over: the domain has no SPF.",
    bad: '@ TXT "v=spf1; mx -all"',
    good: GOOD,
    refs: ["RFC 7208 4.5"],
  },
  check(spf, report) {
    const problem = versionProblem(spf, "unterminated");
    if (problem === undefined || spf.source.breaks.includes(spf.version.span.end)) return;
    const { start, end } = problem.span;
    const at = start === end ? textSpan(start, start + 1) : problem.span;
    report(at, `\`v=spf1\` must be followed by a space: ${UNSEEN}`, {
      title: "Write `v=spf1 `",
      safe: false,
      edits: [
        { at: problem.span, text: end === spf.source.text.length ? "" : " " },
        ...(isQuoted(spf) ? withoutQuotes(spf, end, /"+/g) : []),
      ],
    });
  },
};

const spfVersionMalformed: SpfRule = {
  id: "spf-version-malformed",
  severity: "error",
  scope: "spf",
  only: isAmiss,
  docs: {
    summary: "The version is misspelt.",
    why: "Receivers know an SPF record by the exact text `v=spf1`. Anything else they pass over: the domain has no SPF.",
    bad: '@ TXT "v=spf 1 mx -all"',
    good: GOOD,
    refs: ["RFC 7208 4.5", "RFC 7208 12"],
  },
  check(spf, report) {
    const problem = versionProblem(spf, "malformed");
    if (problem === undefined) return;
    const { text } = spf.source;
    const next = text.charAt(problem.span.end);
    const replacement = next === "" || next === " " ? "v=spf1" : "v=spf1 ";
    report(problem.span, `\`${charactersOf(wordAt(spf, problem.span))}\` is not \`v=spf1\`: ${UNSEEN}`, {
      title: "Write `v=spf1`",
      safe: false,
      edits: [{ at: problem.span, text: replacement }],
    });
  },
};

const spfLeadingWhitespace: SpfRule = {
  id: "spf-leading-whitespace",
  severity: "error",
  scope: "spf",
  only: isAmiss,
  docs: {
    summary: "White space or a byte order mark stands before `v=spf1`.",
    why: "The record must begin with `v=spf1`. Receivers pass over this one: the domain has no SPF.",
    bad: '@ TXT " v=spf1 mx -all"',
    good: GOOD,
    refs: ["RFC 7208 4.5", "RFC 7208 12"],
  },
  check(spf, report) {
    const problem = versionProblem(spf, "leading");
    if (problem === undefined) return;
    report(problem.span, `The record must begin with \`v=spf1\`: ${UNSEEN}`, {
      title: "Delete what stands before `v=spf1`",
      safe: false,
      edits: [{ at: problem.span, text: "" }],
    });
  },
};

const spfEmbeddedQuote: SpfRule = {
  id: "spf-embedded-quote",
  severity: "error",
  scope: "spf",
  only: isAmiss,
  docs: {
    summary: "Quotation marks are part of the published value.",
    why: "The value was quoted twice, so that receivers see the marks: before `v=spf1` they hide the whole record, inside it they are a syntax error (permerror).",
    bad: '@ TXT "\\"v=spf1 mx -all\\""',
    good: GOOD,
    refs: ["RFC 7208 12"],
  },
  check(spf, report) {
    const leading = versionProblem(spf, "quote");
    const inside = leading === undefined && spf.faults.find(({ kind }) => kind === "quote");
    const at = leading?.span ?? (inside ? inside.span : undefined);
    if (at === undefined || (leading !== undefined && isNotAscii(wordAt(spf, at)))) return;
    // One behind the version is told as what hides the record.
    if (leading === undefined && isQuoted(spf)) return;
    const edits: readonly Edit[] =
      leading === undefined
        ? withoutQuotes(spf, 0, /"+/g)
        : [{ at: leading.span, text: "" }, ...withoutQuotes(spf, leading.span.end, /["']+/g)];
    const effect = leading === undefined ? "receivers discard the whole record (permerror)" : UNSEEN;
    report(at, `Quotation marks are part of the value: ${effect}`, {
      title: "Delete the quotation marks",
      safe: false,
      edits,
    });
  },
};

function withoutQuotes({ source }: SpfRecord, from: number, marks: RegExp): readonly Edit[] {
  return Array.from(source.text.slice(from).matchAll(marks), ({ index, 0: run }) => ({
    at: textSpan(from + index, from + index + run.length),
    text: "",
  }));
}

/** Whether a quotation mark stands in the place of the space behind the version. */
function isQuoted(spf: SpfRecord): boolean {
  const problem = versionProblem(spf, "unterminated");
  return problem !== undefined && wordAt(spf, problem.span).includes('"');
}

const spfNonAscii: SpfRule = {
  id: "spf-non-ascii",
  severity: "error",
  scope: "spf",
  only: isAmiss,
  docs: {
    summary:
      "The record holds something other than printable ASCII: a typographic dash or quote, a no-break space.",
    why: "Text copied from a web page or a document looks right and is not: receivers discard the whole record (permerror).",
    bad: '@ TXT "v=spf1 mx –all"',
    good: GOOD,
    refs: ["RFC 7208 3.1", "RFC 7208 12"],
  },
  check(spf, report) {
    const leading = versionProblem(spf, "quote");
    if (leading !== undefined && isNotAscii(wordAt(spf, leading.span))) {
      const rest = spf.source.text.slice(leading.span.end);
      const whole = textSpan(0, spf.source.text.length);
      report(leading.span, `A typographic quotation mark stands before \`v=spf1\`: ${UNSEEN}`, {
        title: "Delete it",
        safe: false,
        edits: [{ at: whole, text: asciiLookalike(charactersOf(rest)) }],
      });
      return;
    }
    if (spf.faults.length === 0 || spf.recognized !== true) return;
    for (const { kind, span, repairs } of spf.faults) {
      if (kind !== "non-ascii") continue;
      const [repair] = repairs ?? [];
      const message = `${nameOf(charactersOf(wordAt(spf, span)))} is not ASCII: receivers discard the whole record (permerror)`;
      if (repair === undefined) report(span, message);
      else {
        const title = repair.text === "" ? "Delete it" : `Write \`${shortened(repair.text)}\``;
        report(span, message, { title, safe: false, edits: [{ at: repair.span, text: repair.text }] });
      }
    }
  },
};

function isNotAscii(text: string): boolean {
  return /[^\x00-\x7f]/.test(text);
}

function nameOf(characters: string): string {
  const code = characters.codePointAt(0) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]/u.test(characters) ? `\`${[...characters][0]}\` (${hex})` : hex;
}

/** Whether a TAB stands where the version ends: who wrote one there wrote others. */
function isTabbed(spf: SpfRecord): boolean {
  const problem = versionProblem(spf, "unterminated");
  return problem !== undefined && spf.source.text.charAt(problem.span.start) === "\t";
}

const spfTabSeparator: SpfRule = {
  id: "spf-tab-separator",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "A TAB parts two terms.",
    why: "Only spaces part terms: a TAB is a syntax error, and receivers discard the whole record (permerror).",
    bad: '@ TXT "v=spf1 mx\\009-all"',
    good: GOOD,
    refs: ["RFC 7208 4.6.1", "RFC 7208 12"],
  },
  check(spf, report) {
    if (spf.gaps.length === 0 || !(spf.recognized === true || isTabbed(spf))) return;
    const tabs = spf.gaps.filter(({ kind }) => kind === "tab");
    const [first] = tabs;
    if (first === undefined) return;
    const edits = tabs.map(({ span }) => ({
      at: span,
      text: span.end === spf.source.text.length ? "" : " ",
    }));
    report(first.span, "Only spaces part terms, not a TAB: receivers discard the whole record (permerror)", {
      title: "Replace TABs by spaces",
      safe: false,
      edits,
    });
  },
};

const spfMultipleSpaces: SpfRule = {
  id: "spf-multiple-spaces",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "Terms are parted by more than one space, or spaces end the record.",
    why: "It is legal, and costs nothing but room and clarity.",
    bad: '@ TXT "v=spf1  mx -all "',
    good: GOOD,
    refs: ["RFC 7208 12"],
  },
  check(spf, report) {
    if (spf.gaps.length === 0 || spf.recognized !== true) return;
    const gaps = spf.gaps.filter(({ kind }) => kind !== "tab");
    const [first] = gaps;
    if (first === undefined) return;
    const edits = gaps.map(({ kind, span }) => ({ at: span, text: kind === "trailing" ? "" : " " }));
    const what = first.kind === "trailing" ? "A space ends the record" : "More than one space parts terms";
    report(first.span, `${what}: legal, but of no use`, {
      title: "Delete needless spaces",
      safe: true,
      edits,
    });
  },
};

const spfStringBoundarySplitsTerm: SpfRule = {
  id: "spf-string-boundary-splits-term",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "The end of a character-string cuts a term in two.",
    why: "Receivers join the strings and read the term whole. People and programs that edit the record easily add a space there and break it.",
    bad: '@ TXT "v=spf1 a:mail.exam" "ple.net -all"',
    good: '@ TXT "v=spf1 a:mail.example.net " "-all"',
    refs: ["RFC 7208 3.3"],
  },
  check(spf, report) {
    const { breaks } = spf.source;
    if (breaks.length === 0 || !isReadable(spf)) return;
    for (const { span } of spf.terms) {
      const [at] = breaksWithin(breaks, span.start, span.end);
      if (at === undefined) continue;
      report(span, `\`${shortened(wordAt(spf, span))}\` is cut in two by the end of a string`, {
        title: "Split the record between terms",
        safe: true,
        edits: [{ kind: "reprint" }],
      });
    }
  },
};

function isReadable(spf: SpfRecord): boolean {
  return spf.recognized === true && spf.permerror === false && spf.faults.length === 0;
}

const spfStringTooLong: SpfRule = {
  id: "spf-string-too-long",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "One character-string of the record is longer than 255 octets.",
    why: "DNS cannot carry it: name servers refuse the zone, or cut the string where they please.",
    bad: `@ TXT "v=spf1 ${addresses(0, 13)} -all"`,
    good: GOOD,
    refs: ["RFC 1035 3.3", "RFC 7208 3.3"],
  },
  check(spf, report) {
    for (const span of overlongStrings(spf.source)) {
      report(span, `${span.end - span.start} octets in one string: DNS carries at most 255`, {
        title: "Split into strings of at most 255 octets",
        safe: true,
        edits: [{ kind: "reprint" }],
      });
    }
  },
};

const spfRecordOver512: SpfRule = {
  id: "spf-record-over-512",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "The text of the record is longer than 512 octets.",
    why: "The answer does not fit a plain UDP packet; receivers behind poor networks fall back to TCP or fail to read the record.",
    bad: `@ TXT "v=spf1 ${addresses(0, 9)} " "${addresses(9, 9)} " "${addresses(18, 9)} -all"`,
    good: GOOD,
    refs: ["RFC 7208 3.4"],
  },
  check(spf, report) {
    const { length } = spf.source.text;
    if (length <= 512 || spf.recognized !== true) return;
    report(
      textSpan(0, 6),
      `${length} octets: more than a plain UDP answer of 512 holds, so some receivers may not get the record`,
    );
  },
};

function addresses(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `ip4:198.51.100.${(from + i) * 2 + 100}`).join(" ");
}

/** The version, the octets and the strings of the text. */
export const SPF_TEXT_RULES: readonly SpfRule[] = [
  spfVersionNotTerminated,
  spfVersionMalformed,
  spfLeadingWhitespace,
  spfEmbeddedQuote,
  spfNonAscii,
  spfTabSeparator,
  spfMultipleSpaces,
  spfStringBoundarySplitsTerm,
  spfStringTooLong,
  spfRecordOver512,
];
