// What is known of services beyond the one fact that a name tells: which names of theirs belong together.
import { SENDERS } from "./senders/table.ts";
import { senderOfDkimTarget, senderOfMx } from "./senders.ts";

/** A service whose `include` an apex does not need, and where its vendor says so. */
interface Habit {
  /** Lower case, without a final dot. */
  readonly include: string;
  readonly provider: string;
  readonly source: string;
}

/** Services that send with a return path of their own. */
export const HABITS: readonly Habit[] = [
  {
    include: "spf.mtasv.net",
    provider: "Postmark",
    source:
      "Postmark sends with pm.mtasv.net, or a CNAME pm-bounces, as its return path; its setup needs no SPF record",
  },
  {
    include: "servers.mcsv.net",
    provider: "Mailchimp",
    source:
      "dmarc.wiki/mailchimp: the return path is below mcsv.net, mcdlv.net or rsgsv.net; setup is by the DKIM records k2 and k3",
  },
];

/**
 * Services whose customers choose the selector, and publish the key itself: Google's admin console asks for a prefix, Mailgun's
 * domains have had "pic", "mx", "k1", "smtp" and others.
 */
const CHOSEN: readonly string[] = ["Google Workspace", "Mailgun"];

/** Whether a key at any selector may be the service's. */
export function letsChooseSelector(provider: string): boolean {
  return CHOSEN.some((one) => isSameService(one, provider));
}

/**
 * Whether two names of the table mean one service: "Google Workspace" and "Google Workspace (default selector)". Of two that
 * sign with keys of their own one is a service beside the other.
 */
export function isSameService(a: string, b: string): boolean {
  const one = brandOf(a);
  const other = brandOf(b);
  if (one === other) return true;
  if (!one.startsWith(`${other} `) && !other.startsWith(`${one} `)) return false;
  return !(SIGNING.has(one) && SIGNING.has(other));
}

/** How a service's DKIM keys are usually named: selectors, or the names that its aliases point to. */
export function signingOf(provider: string): readonly string[] {
  const found = { selector: [] as string[], dkim: [] as string[] };
  for (const fact of SENDERS) {
    if (fact.kind !== "selector" && fact.kind !== "dkim") continue;
    if (isSameService(fact.provider, provider)) found[fact.kind].push(...fact.matches);
  }
  return found.selector.length > 0
    ? found.selector.map((one) => `\`${one}._domainkey\``)
    : found.dkim.map((one) => `an alias to \`${one}\``);
}

/** The names that a service asks its customers to include, without patterns. */
export function includesOf(provider: string): readonly string[] {
  return SENDERS.filter((fact) => fact.kind === "spf" && isSameService(fact.provider, provider))
    .flatMap(({ matches }) => matches)
    .filter((match) => !/[*?%]/.test(match));
}

/**
 * The SPF terms for whom the records of a domain already tell to send for it: the mailbox providers that take its mail or hold
 * its DKIM keys, and its own mail hosts. Other services send with a return path of their own.
 * @param exchangers names of its mail hosts
 * @param keys names that its DKIM selectors are aliases to
 */
export function sendingTerms(exchangers: readonly string[], keys: readonly string[]): readonly string[] {
  const terms = new Set<string>();
  const own = exchangers.filter((host) => senderOfMx(host) === undefined);
  if (own.length > 0) terms.add("mx");
  const providers = [...exchangers.map(senderOfMx), ...keys.map(senderOfDkimTarget)];
  for (const sender of providers) {
    if (sender === undefined || !hasMailboxes(sender.provider)) continue;
    const [include] = includesOf(sender.provider);
    if (include !== undefined) terms.add(`include:${include}`);
  }
  return terms.size === 0 ? ["mx"] : [...terms];
}

function hasMailboxes(provider: string): boolean {
  return SENDERS.some((fact) => fact.kind === "mx" && isSameService(fact.provider, provider));
}

function brandOf(provider: string): string {
  return (/^[^(/]+/.exec(provider)?.[0] ?? provider).trim();
}

const SIGNING: ReadonlySet<string> = new Set(
  SENDERS.flatMap(({ kind, provider }) =>
    kind === "selector" || kind === "dkim" ? [brandOf(provider)] : [],
  ),
);
