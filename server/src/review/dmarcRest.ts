import type { DmarcRecord, ReportUri } from "../mail/dmarc.ts";
import { compareText, type Note } from "./change.ts";
import type { Found, Places, Posture, Read } from "./dmarc.ts";
import { say } from "./phrase.ts";
import { tagChange } from "./tags.ts";

/** Says that nobody gets reports any more, though the policy stands. */
export function noteSilence(places: Places, from: Found, to: Found, note: Note): boolean {
  if (from === "none" || from === "unknown" || to === "none" || to === "unknown") return false;
  const hears = ({ node }: Posture) => node.rua.some(({ valid }) => valid);
  if (!hears(from) || hears(to) || from.from !== undefined || to.from !== undefined) return false;
  const before = `rua=${from.node.tags.get("rua")?.value ?? ""}`;
  const after = to.node.tags.get("rua")?.trimmed;
  note({
    ...places,
    kind: "record-changed",
    severity: "warning",
    subject: "dmarc",
    phrase: say`${before} is gone: nobody gets reports about this domain any more`,
    before,
    after: after === undefined ? undefined : to.node.source.text.slice(after.start, after.end),
  });
  return true;
}

/** Tags that decide nothing but are part of the record: who gets reports, and about what. */
export function noteRest(
  places: Places,
  base: readonly Read[],
  head: readonly Read[],
  told: ReadonlySet<string>,
  note: Note,
): void {
  const [from] = base;
  const [to] = head;
  if (from === undefined || to === undefined) return;
  const change = tagChange(restOf(from.node, told), restOf(to.node, told));
  if (change === undefined) return;
  note({
    ...places,
    kind: "record-changed",
    severity: to.node.tags.get("psd")?.value.toLowerCase() === "y" ? "warning" : "info",
    subject: "dmarc",
    ...change,
  });
}

const DEFAULTS: Readonly<Record<string, string>> = { fo: "0", pct: "100", ri: "86400", rf: "afrf", psd: "u" };

function restOf({ tags, rua, ruf }: DmarcRecord, told: ReadonlySet<string>): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [name, uris] of [
    ["rua", rua],
    ["ruf", ruf],
  ] as const) {
    const texts = [...new Set(uris.map(withoutCase))].sort(compareText);
    if (texts.length > 0 && !told.has(name)) parts.set(name, texts.join(","));
  }
  for (const [name, value] of Object.entries(DEFAULTS)) {
    const written = tags.get(name)?.value.toLowerCase();
    const shown =
      name === "fo"
        ? written
            ?.split(/\s*:\s*/)
            .sort(compareText)
            .join(":")
        : written;
    if (shown !== undefined && shown !== value) parts.set(name, shown);
  }
  return parts;
}

/** The domain of an address has no case; what stands before its `@` may have (RFC 5321 section 2.4). */
function withoutCase({ text, host }: ReportUri): string {
  const at = host === undefined ? -1 : text.toLowerCase().lastIndexOf(host);
  return host === undefined || at < 0 ? text : `${text.slice(0, at)}${host}${text.slice(at + host.length)}`;
}
