import type { Posture, PostureItem, PostureState } from "../../mail/posture.ts";
import { plainName } from "../markdown.ts";

const USE: Readonly<Record<Posture["use"], string>> = {
  mail: "it sends or receives mail",
  parked: "it says that it has no mail",
  silent: "it shows no sign of mail, and does not say that it has none",
  unknown: "whether it has mail is not known here",
};

const MARKS: Readonly<Record<PostureState, string>> = {
  present: "✓",
  missing: "✗",
  weak: "!",
  broken: "✗",
  unknown: "?",
};

/** How a domain stands, one line for each thing; what is missing comes with what that means and what to write. */
export function explainPosture({ domain, use, items }: Posture): string {
  return [`**The mail of ${plainName(domain)}**: ${USE[use]}`, items.map(line).join("\n")].join("\n\n");
}

function line({ title, state, needed, says, without, add, record }: PostureItem): string {
  const isFine = state === "missing" && !needed;
  const mark = isFine ? "·" : MARKS[state];
  const head = `- ${mark} **${title}** ${isFine ? "not there" : state}: ${says}`;
  if (state === "present" || isFine) return head;
  // What is there, and not known in part, is neither missing nor known to want anything.
  if (state === "unknown" && (!needed || record !== undefined)) return head;
  return state === "missing" || state === "unknown" ? `${head} ${without} ${add}` : `${head} ${add}`;
}
