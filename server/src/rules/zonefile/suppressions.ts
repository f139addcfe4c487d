import type { SyntaxRule } from "../rule.ts";

export const suppressionUnused: SyntaxRule = {
  id: "suppression-unused",
  severity: "hint",
  scope: "syntax",
  docs: {
    summary: "A `dnslens-ignore` comment silences nothing.",
    why: "The finding it was written for is gone, or its rule is misspelt. Left in place, it would hide the next mistake.",
    bad: "www A 192.0.2.1 ; dnslens-ignore zone-type-unknown",
    good: "www A 192.0.2.1",
    refs: ["RFC 1035 5.1"],
  },
};
