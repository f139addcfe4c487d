import type { SyntaxRule } from "../rule.ts";

/** The same of CAA: what is lost is what restricts the authority. */
export const caaUnquotedSemicolon: SyntaxRule = {
  id: "zone-caa-unquoted-semicolon",
  severity: "error",
  scope: "syntax",
  docs: {
    summary: "A CAA value without quotes ends at its first semicolon.",
    why: "In a zone file a `;` outside quotes begins a comment: the parameters behind it are not published, and the authority issues certificates without the restriction that they state.",
    bad: "@ CAA 0 issue ca.example.net; accounturi=https://ca.example.net/acct/1",
    good: '@ CAA 0 issue "ca.example.net; accounturi=https://ca.example.net/acct/1"',
    refs: ["RFC 8657 3", "RFC 8659 4.2", "RFC 1035 5.1"],
  },
};

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
