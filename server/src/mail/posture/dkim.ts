import type { MappedText } from "../../text/mappedText.ts";
import { parseDkim } from "../dkim.ts";
import { dkimUse, isShort } from "../dkimUse.ts";
import { type PostureItem, type PostureSubject, plain, recordLine, type Selector } from "./item.ts";

const WITHOUT =
  "Without DKIM mail is not signed: it fails DMARC whenever it is forwarded, and nothing shows when it was changed on its way.";
const ASK =
  "Switch signing on where the mail is sent; the provider names the record for `<selector>._domainkey`.";

type Strength = "good" | "weak" | "doubted" | "broken" | "revoked" | "elsewhere" | "unknown";

/** The keys that verify signatures (RFC 6376). */
export function dkimPosture({ domain, lookup, selectors, use }: PostureSubject): PostureItem {
  const about = { topic: "dkim", title: "DKIM", without: WITHOUT } as const;
  const needed = use !== "parked" && use !== "silent";
  const add = needed
    ? ASK
    : `If nobody sends: ${recordLine(`*._domainkey.${domain}`, "TXT", '"v=DKIM1; p="')} says that no signature is real.`;
  const live = selectors.filter((one) => strengthOf(one) !== "revoked");
  if (live.length === 0) {
    const revoked = selectors.length > 0;
    // Selectors cannot be listed in the DNS: only who has the whole zone sees that there are none.
    const known =
      lookup(`_domainkey.${domain}`, "TXT")?.length === 0 &&
      lookup(`_domainkey.${domain}`, "CNAME")?.length === 0;
    if (revoked && !needed) {
      return { ...about, needed, add, state: "present", says: "Every key is revoked: no signature counts." };
    }
    if (revoked) return { ...about, needed, add, state: "broken", says: "All keys here are revoked." };
    return known
      ? { ...about, needed, add, state: "missing", says: `No DKIM key is published for ${plain(domain)}.` }
      : { ...about, needed, add, state: "unknown", says: "Which DKIM keys there are is not known here." };
  }
  const by = (wanted: Strength) => live.filter((one) => strengthOf(one) === wanted);
  const names = (some: readonly Selector[]) => some.map(({ name }) => `\`${name}\``).join(", ");
  const record = live[0]?.records[0];
  const here = record === undefined ? {} : { record };
  const broken = by("broken");
  if (broken.length === live.length) {
    const says = `The keys at ${names(broken)} cannot be used: signatures with them fail.`;
    return {
      ...about,
      needed,
      add: "Publish the key again as the signer shows it.",
      ...here,
      state: "broken",
      says,
    };
  }
  const [doubted] = by("doubted");
  if (doubted !== undefined) {
    const says = `The key at \`${doubted.name}\` is not as it should be. ${doubtAt(doubted) ?? ""}.`;
    return { ...about, needed, add: "Mend it, or publish a new key.", ...here, state: "weak", says };
  }
  const weak = by("weak");
  if (weak.length > 0) {
    const says = `The keys at ${names(weak)} are shorter than 2048 bits.`;
    return {
      ...about,
      needed,
      add: "Make a key of 2048 bits at a new selector.",
      ...here,
      state: "weak",
      says,
    };
  }
  if (broken.length > 0) {
    const says = `The keys at ${names(broken)} cannot be used; those at ${names(live.filter((one) => !broken.includes(one)))} can.`;
    return {
      ...about,
      needed,
      add: "Publish the key again as the signer shows it.",
      ...here,
      state: "weak",
      says,
    };
  }
  const elsewhere = by("elsewhere");
  const says =
    elsewhere.length === live.length
      ? `Keys at ${names(live)} are kept by others; what they hold is not known here.`
      : `Keys at ${names(live)}.`;
  return { ...about, needed, add, ...here, state: "present", says };
}

function strengthOf({ records }: Selector): Strength {
  const [record, ...others] = records.filter(({ type, text }) => type === "TXT" && text !== undefined);
  if (record?.text === undefined)
    return records.some(({ type }) => type === "CNAME") ? "elsewhere" : "revoked";
  // Receivers follow the alias, and name servers refuse the zone (RFC 1034 section 3.6.2).
  if (records.some(({ type }) => type === "CNAME")) return "broken";
  // Which of several records a verifier takes is not defined (RFC 6376 section 3.6.2.2).
  if (others.some(({ text }) => splitOf(text) !== splitOf(record.text))) return "broken";
  const use = dkimUse(record.text.read(parseDkim));
  if (use.kind === "unusable") return "broken";
  if (use.kind !== "usable") return use.kind;
  if (use.doubt !== undefined) return "doubted";
  return isShort(use.key) ? "weak" : "good";
}

function doubtAt({ records }: Selector): string | undefined {
  const text = records.find(({ type }) => type === "TXT")?.text;
  const use = text === undefined ? undefined : dkimUse(text.read(parseDkim));
  return use?.kind === "usable" ? use.doubt : undefined;
}

// Records of one text and one split are one record (RFC 2181 section 5).
function splitOf(text: MappedText | undefined): string {
  return `${text?.breaks.join()} ${text?.text}`;
}
