// Wizards that write SPF and DMARC records. What they write is decided by the server; here are the questions.
import type { Ask, Outcome } from "../ask.ts";
import { needsMailboxes, needsNetworks, words } from "./answers.ts";
import {
  confirmAndApply,
  type Given,
  listIn,
  pickDomain,
  pickMany,
  pickOne,
  textIn,
  typeIn,
} from "./pick.ts";

/** Who sends mail for you? Ends in a new SPF record, or in more terms of the one that is there. */
export async function addSpf(ask: Ask, given: Given): Promise<boolean> {
  const title = "Add SPF";
  const facts = await pickDomain(ask, title, given);
  if (facts === undefined) return false;
  const { domain, uri } = facts;
  const includes =
    listIn(given, "includes") ?? (await pickSenders(ask, `${title}: who sends mail as ${domain}?`));
  if (includes === undefined) return false;
  const mailHosts =
    typeof given.mailHosts === "boolean"
      ? given.mailHosts
      : await pickOne(`${title}: do the servers that receive the domain's mail also send?`, [
          { label: "No", value: false },
          { label: "Yes", detail: "adds `mx`, one DNS lookup", value: true },
        ]);
  if (mailHosts === undefined) return false;
  const addresses = listIn(given, "addresses") ?? (await typeAddresses(title));
  if (addresses === undefined) return false;
  const everyoneElse =
    textIn(given, "everyoneElse") ??
    (facts.spf
      ? "softfail"
      : await pickOne(`${title}: what becomes of everyone else?`, [
          {
            label: "Soft fail (~all)",
            detail: "usually delivered and marked; right until reports show that nobody is missing",
            value: "softfail",
          },
          { label: "Fail (-all)", detail: "receivers may reject", value: "fail" },
        ]));
  if (everyoneElse === undefined) return false;
  const answers = { wizard: "spf", uri, domain, includes, mailHosts, addresses, everyoneElse };
  return confirmAndApply(title, await ask<Outcome>("wizard", answers), given);
}

async function pickSenders(ask: Ask, title: string): Promise<readonly string[] | undefined> {
  const senders = await ask<readonly { label: string; detail: string; about: string }[]>("senders");
  return pickMany(
    title,
    (senders ?? []).map(({ label, detail, about }) => ({
      label: detail,
      description: label,
      detail: about,
      value: label,
    })),
  );
}

async function typeAddresses(title: string): Promise<readonly string[] | undefined> {
  const typed = await typeIn(`${title}: addresses of servers of your own`, {
    prompt: "IPv4 and IPv6 addresses or networks, parted by spaces; leave it empty if there are none",
    problem: needsNetworks,
  });
  return typed === undefined ? undefined : words(typed);
}

const POLICIES = [
  {
    label: "None",
    detail: "mail that fails is delivered all the same; only reports are sent. The way to begin",
    value: "none",
  },
  { label: "Quarantine", detail: "mail that fails goes to the junk folder", value: "quarantine" },
  { label: "Reject", detail: "mail that fails is rejected", value: "reject" },
];

/** What becomes of mail that fails, and who is told? Ends in a DMARC record, and in the permission for reports elsewhere. */
export async function addDmarc(ask: Ask, given: Given): Promise<boolean> {
  const title = "Add DMARC";
  const facts = await pickDomain(ask, title, given);
  if (facts === undefined) return false;
  const { domain, uri } = facts;
  const p = textIn(given, "p") ?? (await pickOne(`${title}: mail that fails for ${domain}`, POLICIES));
  if (p === undefined) return false;
  const same = { label: "The same", detail: "subdomains follow the domain", value: "" };
  const sp =
    textIn(given, "sp") ??
    (given.confirmed === true
      ? ""
      : await pickOne(`${title}: mail that fails for subdomains`, [same, ...POLICIES]));
  if (sp === undefined) return false;
  const reports = listIn(given, "reports") ?? (await typeReports(title, domain));
  if (reports === undefined) return false;
  return confirmAndApply(
    title,
    await ask<Outcome>("wizard", { wizard: "dmarc", uri, domain, p, sp, reports }),
    given,
  );
}

async function typeReports(title: string, domain: string): Promise<readonly string[] | undefined> {
  const typed = await typeIn(`${title}: where do daily reports go?`, {
    prompt: "Mail addresses, parted by spaces; leave it empty for no reports",
    value: `dmarc@${domain}`,
    problem: needsMailboxes,
  });
  return typed === undefined ? undefined : words(typed);
}

/** One step up, with what that does to mail. */
export async function raiseDmarc(ask: Ask, given: Given): Promise<boolean> {
  const title = "Raise DMARC Policy";
  const facts = await pickDomain(ask, title, given);
  if (facts === undefined) return false;
  const { domain, uri } = facts;
  return confirmAndApply(title, await ask<Outcome>("wizard", { wizard: "raiseDmarc", uri, domain }), given);
}

/** SPF, DMARC and DKIM of a domain that sends no mail. */
export async function markNotSending(ask: Ask, given: Given): Promise<boolean> {
  const title = "Mark Domain as Not Sending Mail";
  const facts = await pickDomain(ask, title, given);
  if (facts === undefined) return false;
  const { domain, uri } = facts;
  const receivesNone =
    typeof given.receivesNone === "boolean"
      ? given.receivesNone
      : await pickOne(`Does ${domain} receive mail?`, [
          { label: "It receives mail", value: false },
          { label: "It receives none either", detail: "adds a null MX (RFC 7505)", value: true },
        ]);
  if (receivesNone === undefined) return false;
  const answers = { wizard: "notSending", uri, domain, receivesNone };
  return confirmAndApply(title, await ask<Outcome>("wizard", answers), given);
}
