import type { Hover } from "vscode-languageserver";
import type { Lookup } from "../../dns/record.ts";
import type { LiveAnswer, LiveDns } from "../../mail/live.ts";
import { lookupLive } from "../../mail/liveRecords.ts";
import { code } from "../markdown.ts";

const SHOWN = 4;

/**
 * A hover over what the files say and, where they do not know, what the DNS says now. What was read live is named, with
 * the time of reading.
 */
export async function hoverLive(
  dns: LiveDns,
  base: Lookup,
  hover: (lookup: Lookup) => Hover | null,
): Promise<Hover | null> {
  const { value, live } = await dns.during((ask) => hover(lookupLive(base, ask)));
  const { contents } = value ?? {};
  if (value === null || live.length === 0 || typeof contents !== "object" || !("kind" in contents))
    return value;
  return { ...value, contents: { ...contents, value: `${contents.value}\n\n${liveNote(live)}` } };
}

function liveNote(live: readonly LiveAnswer[]): string {
  const unanswered = live.filter(({ answer }) => answer.kind === "timeout");
  const answered = live.filter((one) => !unanswered.includes(one));
  const lines: string[] = [];
  if (answered.length > 0) {
    const at = new Date(Math.min(...answered.map(({ readAt }) => readAt))).toISOString().slice(11, 19);
    lines.push(`Live DNS, read at ${at} UTC: ${named(answered)}`);
  }
  if (unanswered.length > 0) lines.push(`The DNS did not answer (temperror): ${named(unanswered)}`);
  return lines.join("  \n");
}

function named(live: readonly LiveAnswer[]): string {
  const shown = live.slice(0, SHOWN).map(({ name, type }) => `${code(name)} ${type}`);
  const more = live.length > SHOWN ? ` and ${live.length - SHOWN} more` : "";
  return `${shown.join(", ")}${more}`;
}
