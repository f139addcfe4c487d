import type { LiveAnswer } from "../mail/live.ts";
import type { Finding } from "../rules/finding.ts";

const SHOWN = 3;

/** The finding with a word on what it rests on: which names were read from the DNS, and when. */
export function markedLive(finding: Finding, used: readonly LiveAnswer[]): Finding {
  const names = [...new Set(used.map(({ name, type }) => `${name} ${type}`))];
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  const readAt = new Date(Math.min(...used.map((answer) => answer.readAt))).toISOString();
  return {
    ...finding,
    message: `${finding.message} (live DNS, ${readAt}: ${names.slice(0, SHOWN).join(", ")}${more})`,
  };
}
