import type { SpfRecord } from "../../mail/spf.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { SpfRule } from "../rule.ts";

const GOOD = '@ TXT "v=spf1 include:_spf.example.net -all"';

export const spfIncludeUrl: SpfRule = {
  id: "spf-include-url",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "A target is a URL or a mail address instead of a domain name.",
    why: "The grammar lets it pass, but no such name exists in the DNS: an `include` of it makes the whole record permerror, every other term never matches.",
    bad: '@ TXT "v=spf1 include:https://example.net/spf.example -all"',
    good: GOOD,
    refs: ["RFC 7208 7.1", "RFC 7208 5.2"],
  },
  check(spf, report) {
    for (const { text, span } of targets(spf)) {
      if (/:\/\/|@/.test(text)) report(span, `\`${text}\` is no domain name: receivers find nothing there`);
    }
  },
};

export const spfDomainEmptyLabel: SpfRule = {
  id: "spf-domain-empty-label",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "A target has two dots in a row, or begins with a dot.",
    why: "No such name can exist in the DNS: an `include` of it makes the whole record permerror, every other term never matches.",
    bad: '@ TXT "v=spf1 include:_spf..example.net -all"',
    good: GOOD,
    refs: ["RFC 7208 4.3", "RFC 1035 2.3.1"],
  },
  check(spf, report) {
    for (const { text, span } of targets(spf)) {
      const at = text.startsWith(".") ? 0 : text.indexOf("..");
      if (at < 0) continue;
      const dot = textSpan(span.start + at, span.start + at + 1);
      report(span, `\`${text}\` has an empty label: receivers find nothing there`, {
        title: "Delete the extra dot",
        safe: false,
        edits: [{ at: dot, text: "" }],
      });
    }
  },
};

// The targets without macros of terms that the grammar accepts.
function targets(spf: SpfRecord): readonly { readonly text: string; readonly span: TextSpan }[] {
  if (spf.recognized !== true) return [];
  return spf.terms.flatMap((term) => {
    const domain = "domain" in term && term.problems.length === 0 ? term.domain : undefined;
    return domain?.literal === undefined ? [] : [{ text: domain.literal, span: domain.span }];
  });
}
