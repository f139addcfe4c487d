import type { Authorization } from "../../mail/authorize.ts";
import { parseSpf } from "../../mail/spf.ts";
import type { Note } from "../change.ts";
import { say } from "../phrase.ts";

/** Says that refused senders are told another text: where it stands is another name (RFC 7208 section 6.2). */
export function noteExplanation(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const before = explanationOf(base);
  const after = explanationOf(head);
  if (before?.toLowerCase() === after?.toLowerCase()) return;
  note({
    kind: "record-changed",
    severity: "info",
    owner,
    subject: "explanation",
    phrase:
      after === undefined
        ? say`who is refused is told no text any more (${before ?? ""})`
        : say`who is refused is told the text at ${after}`,
    before,
    after,
    base: base.record,
    head: head.record,
  });
}

/** The name that `exp` gives, as written. */
function explanationOf({ record }: Authorization): string | undefined {
  const text = record?.text;
  const exp = text === undefined ? undefined : parseSpf(text).terms.find(({ kind }) => kind === "exp");
  return exp === undefined ? undefined : text?.text.slice(exp.name.end + 1, exp.span.end);
}
