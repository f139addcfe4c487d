import type { SyntaxRule } from "../rule.ts";

export const txtUnquotedSemicolon: SyntaxRule = {
  id: "txt-unquoted-semicolon",
  severity: "error",
  scope: "syntax",
  docs: {
    summary: "A TXT value without quotes ends at its first semicolon.",
    why: "In a zone file a `;` outside quotes begins a comment: name servers publish only what stands before it. Half a DMARC or DKIM record is none.",
    bad: "_dmarc TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com",
    good: '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 1035 5.1"],
  },
};
