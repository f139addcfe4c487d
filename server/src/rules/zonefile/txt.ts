import type { SyntaxRule } from "../rule.ts";

export const txtUnquotedSpaces: SyntaxRule = {
  id: "txt-unquoted-spaces",
  severity: "error",
  scope: "syntax",
  docs: {
    summary: "A TXT value with spaces stands without quotes.",
    why: "Each word becomes a string of its own, and receivers join strings without spaces: `v=spf1 mx -all` reads `v=spf1mx-all`, which is no SPF record.",
    bad: "@ TXT v=spf1 mx -all",
    good: '@ TXT "v=spf1 mx -all"',
    refs: ["RFC 1035 5.1", "RFC 7208 3.3"],
  },
};

export const txtCurlyQuotes: SyntaxRule = {
  id: "txt-curly-quotes",
  severity: "error",
  scope: "syntax",
  docs: {
    summary: "A TXT value stands in typographic quotes.",
    why: 'Name servers know `"` only. The marks become part of the value, which is then cut at each space and ends at the first `;`.',
    bad: "@ TXT “v=spf1 mx -all”",
    good: '@ TXT "v=spf1 mx -all"',
    refs: ["RFC 1035 5.1"],
  },
};

export const txtEscapeInvalid: SyntaxRule = {
  id: "txt-escape-invalid",
  severity: "error",
  scope: "syntax",
  docs: {
    summary: "A backslash in a TXT value begins no escape.",
    why: "A backslash is followed by one character, or by three digits that are an octet's value, up to 255. Name servers refuse the zone.",
    bad: '@ TXT "v=spf1 mx -all\\999"',
    good: '@ TXT "v=spf1 mx -all"',
    refs: ["RFC 1035 5.1"],
  },
};

export const txtEscapedSemicolonHint: SyntaxRule = {
  id: "txt-escaped-semicolon-hint",
  severity: "hint",
  scope: "syntax",
  docs: {
    summary: "A semicolon inside quotes is escaped.",
    why: "It means the same to name servers. Copied into a provider's form or into Terraform, the backslash becomes part of the value and breaks it.",
    bad: '_dmarc TXT "v=DMARC1\\; p=reject\\; rua=mailto:dmarc@example.com"',
    good: '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 1035 5.1"],
  },
};
