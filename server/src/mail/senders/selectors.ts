/** How a service names the DKIM keys that its customers point to with CNAME records. */
interface SelectorSet {
  readonly provider: string;
  /** What the target of each selector begins with; "same": every selector is repeated in its target. */
  readonly heads: Readonly<Record<string, string>> | "same";
  /** The selectors that all have to be there, for the service changes from one to another. */
  readonly needed: readonly string[];
  /** A target, without its final dot: head, what follows it, the customer's domain, the rest. */
  readonly target: RegExp;
  /** How the customer's domain is written in the target. */
  readonly customer?: "dots" | "dashes";
}

const SETS: readonly SelectorSet[] = [
  {
    provider: "Microsoft 365",
    ...numbered("selector1", "selector2"),
    target:
      /^(selector\d)(-)([^.]+)(\._domainkey\.[^.]+\.(?:onmicrosoft\.com|[a-z0-9]+-v\d+\.dkim\.mail\.microsoft))$/,
    customer: "dashes",
  },
  {
    provider: "Proton Mail",
    ...numbered("protonmail", "protonmail2", "protonmail3"),
    target: /^(protonmail\d?)()()(\.domainkey\.[^.]+\.domains\.proton\.ch)$/,
  },
  {
    provider: "Fastmail",
    ...numbered("fm1", "fm2", "fm3"),
    target: /^(fm\d)(\.)(.+)(\.dkim\.fmhosted\.com)$/,
    customer: "dots",
  },
  {
    provider: "Apple iCloud Mail",
    ...numbered("sig1"),
    target: /^(sig\d)(\.dkim\.)(.+)(\.at\.icloudmailadmin\.com)$/,
    customer: "dots",
  },
  {
    provider: "GoDaddy",
    heads: { secureserver1: "s1", secureserver2: "s2" },
    needed: ["secureserver1", "secureserver2"],
    target: /^(s\d)()()(\.dkim\..+\.onsecureserver\.net)$/,
  },
  {
    provider: "ImprovMX",
    ...numbered("dkimprovmx1", "dkimprovmx2"),
    target: /^(dkimprovmx\d)()()(\.improvmx\.com)$/,
  },
  {
    provider: "Twilio SendGrid",
    ...numbered("s1", "s2"),
    target: /^(s\d)()()(\.domainkey\.u[^.]*\.wl[^.]*\.sendgrid\.net)$/,
  },
  {
    provider: "Mailchimp",
    heads: { k1: "dkim", k2: "dkim2", k3: "dkim3" },
    needed: ["k2", "k3"],
    target: /^(dkim\d?)()()(\.mcsv\.net)$/,
  },
  {
    provider: "Zendesk",
    ...numbered("zendesk1", "zendesk2"),
    target: /^(zendesk\d)()()(\._domainkey\.zendesk\.com)$/,
  },
  {
    provider: "AWeber",
    ...numbered("aweber_key_a", "aweber_key_b", "aweber_key_c"),
    target: /^(aweber_key_[a-c])()()(\.send\.aweber\.com)$/,
  },
  {
    provider: "Mailtrap",
    ...numbered("rwmt1", "rwmt2"),
    target: /^(rwmt\d)()()(\.dkim\.smtp\.mailtrap\.live)$/,
  },
  {
    provider: "Amazon SES",
    heads: "same",
    needed: [],
    target: /^([^.]+)()()(\.dkim\.amazonses\.com)$/,
  },
];

/** What a selector's CNAME says, where it leads to a service whose names are known. */
export interface ProviderTarget {
  readonly provider: string;
  readonly needed: readonly string[];
  /** What the target should be for this selector and domain; undefined where the selector is none of the service's. */
  readonly expected: string | undefined;
  /** The target is another selector's. */
  readonly wrongSelector: boolean;
  /** The target is another domain's. */
  readonly wrongCustomer: boolean;
  /** The target of another selector of the service. */
  targetOf(selector: string): string | undefined;
}

/** @param target,domain absolute, lower-case */
export function readProviderTarget(
  selector: string,
  domain: string,
  target: string,
): ProviderTarget | undefined {
  const plain = target.slice(0, -1);
  for (const set of SETS) {
    const match = set.target.exec(plain);
    if (match === null) continue;
    const [, head = "", infix = "", customer = "", rest = ""] = match;
    const named = domain.slice(0, -1);
    const mine =
      set.customer === "dashes" ? named.replaceAll(".", "-") : set.customer === "dots" ? named : "";
    // Microsoft adds a few characters where a domain of that name was taken before.
    const isMine = customer === mine || (set.customer === "dashes" && customer.startsWith(mine));
    const shown = isMine ? customer : mine;
    const headOf = (one: string) => (set.heads === "same" ? one : set.heads[one]);
    const targetOf = (one: string) => {
      const start = headOf(one);
      return start === undefined ? undefined : `${start}${infix}${shown}${rest}.`;
    };
    return {
      provider: set.provider,
      needed: set.needed,
      expected: targetOf(selector),
      wrongSelector: headOf(selector) !== undefined && headOf(selector) !== head,
      wrongCustomer: !isMine,
      targetOf,
    };
  }
  return undefined;
}

function numbered(...selectors: readonly string[]) {
  return { heads: Object.fromEntries(selectors.map((one) => [one, one])), needed: selectors };
}
