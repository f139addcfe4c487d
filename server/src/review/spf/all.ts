import type { PolicyNode } from "../../mail/authorize/tree.ts";
import type { Authorization, Verdict } from "../../mail/authorize.ts";
import { RESULTS } from "../../mail/host/evaluate.ts";
import type { Note } from "../change.ts";
import { type Phrase, plainName, say } from "../phrase.ts";
import type { Scope, Side } from "../snapshot.ts";

/** What becomes of whoever no term names; the lookup limit left aside. */
export function everyoneElse(node: PolicyNode): Verdict {
  if (node.status !== "record") return node.status === "none" ? "none" : "unknown";
  const last = node.terms.at(-1);
  if (last?.term.kind === "all") return RESULTS[last.term.qualifier];
  if (last?.term.kind !== "redirect") return "neutral";
  return last.child === undefined ? "unknown" : everyoneElse(last.child);
}

/** How much each leaves to others: the lower, the weaker. Without a record anybody can send unnoticed. */
export const STRENGTH: Readonly<Partial<Record<Verdict, number>>> = {
  fail: 3,
  softfail: 2,
  neutral: 1,
  none: 0,
  pass: 0,
};
const SHOWN: Readonly<Partial<Record<Verdict, string>>> = {
  fail: "-all",
  softfail: "~all",
  neutral: "?all",
  pass: "+all",
  none: "no SPF record",
};

/** Says what became of mail from hosts that no term names. */
export function noteEveryoneElse(
  owner: string,
  base: Authorization,
  head: Authorization,
  scope: Scope,
  note: Note,
): void {
  const from = everyoneElse(base.tree);
  const to = everyoneElse(head.tree);
  const was = STRENGTH[from];
  const is = STRENGTH[to];
  const places = { owner, base: base.record, head: head.record };
  const elsewhere = head.opaque.find(({ term }) => term.kind === "redirect");
  if (was !== undefined && was > 1 && to === "unknown" && elsewhere !== undefined) {
    const values = { before: SHOWN[from] ?? from, after: elsewhere.text };
    const phrase = say`${values.before} became ${values.after}: what becomes of mail from anybody else is not known here`;
    note({ ...places, ...values, kind: "spf-all-weakened", severity: "warning", phrase });
    return;
  }
  // A redirect to nothing leaves everybody else without an answer too, and says more than no record.
  const isGone = base.tree.status === "record" && head.tree.status === "none";
  if ((from === to && !isGone) || was === undefined || is === undefined) return;
  // Of an included record nothing counts but whom it lets pass (RFC 7208 section 5.2).
  if (
    (to === "pass" && isIncluded(owner, scope.head)) ||
    (from === "pass" && isIncluded(owner, scope.base))
  ) {
    const gained = to === "pass";
    const phrase = [gained ? "everyone may now send" : "everyone may no longer send"];
    const kind = gained ? "spf-authorized" : "spf-revoked";
    note({ ...places, kind, severity: "warning", phrase, [gained ? "after" : "before"]: "everyone" });
    return;
  }
  const values = { before: SHOWN[from] ?? from, after: SHOWN[to] ?? to };
  if (to !== "none" && from !== "none" && isIncluded(owner, scope.base) && isIncluded(owner, scope.head)) {
    const kind = is < was ? "spf-all-weakened" : "spf-all-strengthened";
    const phrase = say`${values.before} became ${values.after}: whoever includes this record counts only those it lets pass`;
    note({ ...places, ...values, kind, severity: "info", phrase });
    return;
  }
  if (to === "none" && isForOthers(owner)) {
    const phrase = say`the SPF record is gone: records that still include it are broken`;
    note({ ...places, ...values, kind: "spf-all-weakened", severity: "warning", phrase });
    return;
  }
  const weaker = is < was || (is === was && (to === "pass" || to === "none"));
  const phrase = allPhrase(from, to, values.before, values.after);
  if (!weaker) {
    note({ ...places, ...values, kind: "spf-all-strengthened", severity: "info", phrase });
    return;
  }
  const severity = from === "fail" && to === "softfail" ? "warning" : "error";
  note({ ...places, ...values, kind: "spf-all-weakened", severity, phrase });
}

/** Whether a record can only be there for others to name: no mail comes from a name with an underscore (RFC 5321 section 4.1.2). */
function isForOthers(owner: string): boolean {
  return owner.startsWith("_");
}

/**
 * Whether a record is there for others to include, and another SPF record of this side does. A domain that sends mail of its
 * own may be included too; what its `all` says counts all the same.
 */
function isIncluded(owner: string, side: Side): boolean {
  if (!isForOthers(owner)) return false;
  const name = plainName(owner);
  for (const { document } of side.files) {
    for (const record of document.records()) {
      if (record.type !== "TXT") continue;
      const text = record.text?.text.toLowerCase() ?? "";
      if (text.startsWith("v=spf1 ") && text.split(/ +/).some((term) => INCLUDE.exec(term)?.[1] === name))
        return true;
    }
  }
  return false;
}

const INCLUDE = /^\+?include:(.+?)\.?$/;

const EFFECT: Readonly<Partial<Record<Verdict, string>>> = {
  fail: "mail from anybody else fails SPF",
  softfail: "mail from anybody else is marked, usually not rejected",
  neutral: "about mail from anybody else SPF says nothing",
  pass: "anybody may send",
};

function allPhrase(from: Verdict, to: Verdict, before: string, after: string): Phrase {
  if (to === "none") return say`the SPF record is gone: anybody can send unnoticed`;
  if (from === "none") return say`an SPF record was added (${after}): ${[EFFECT[to] ?? ""]}`;
  return say`${before} became ${after}: ${[EFFECT[to] ?? ""]}`;
}
