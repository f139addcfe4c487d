import { CompletionItemKind } from "vscode-languageserver";
import type { Proposal } from "./item.ts";

interface TagFact {
  readonly name: string;
  readonly about: string;
  readonly clause: string;
  /** Values that a grammar lists, each with what it means. */
  readonly values?: Readonly<Record<string, string>>;
}

const POLICIES = {
  none: "mail is delivered all the same; only reports are sent",
  quarantine: "mail goes to the junk folder",
  reject: "mail is rejected",
};
const ALIGNMENT = { r: "relaxed: a subdomain is enough", s: "strict: it must be the very same domain" };
const REPORTS = { "mailto:": "an address that reports are sent to" };

/** The tags of each kind of record that is a list of `name=value`, in the order in which people write them. */
export const TAGS: Readonly<Record<string, readonly TagFact[]>> = {
  dmarc: [
    {
      name: "v",
      about: "Makes it a DMARC record; stands first",
      clause: "RFC 9989 4.7",
      values: { DMARC1: "" },
    },
    { name: "p", about: "What becomes of mail that fails", clause: "RFC 9989 4.7", values: POLICIES },
    {
      name: "sp",
      about: "The same for subdomains without a record of their own",
      clause: "RFC 9989 4.7",
      values: POLICIES,
    },
    {
      name: "np",
      about: "The same for subdomains that do not exist",
      clause: "RFC 9989 4.7",
      values: POLICIES,
    },
    { name: "rua", about: "Where daily reports go", clause: "RFC 9989 4.7", values: REPORTS },
    {
      name: "ruf",
      about: "Where reports on single failures go; few receivers send any",
      clause: "RFC 9989 4.7",
      values: REPORTS,
    },
    { name: "aspf", about: "How exactly SPF's domain must match", clause: "RFC 9989 4.7", values: ALIGNMENT },
    {
      name: "adkim",
      about: "How exactly DKIM's domain must match",
      clause: "RFC 9989 4.7",
      values: ALIGNMENT,
    },
    {
      name: "fo",
      about: "Which failures are reported singly",
      clause: "RFC 9989 4.7",
      values: {
        "0": "when nothing passed and aligned",
        "1": "when anything did not",
        d: "when DKIM failed",
        s: "when SPF failed",
      },
    },
    {
      name: "t",
      about: "In testing: receivers act one level below the policy",
      clause: "RFC 9989 4.7",
      values: { y: "in testing", n: "in force" },
    },
    {
      name: "psd",
      about: "Whether the domain is one below which others register names",
      clause: "RFC 9989 4.7",
      values: { n: "an organization's own domain", y: "a public suffix", u: "found out by the tree walk" },
    },
  ],
  dkim: [
    {
      name: "v",
      about: "Makes it a DKIM key; stands first",
      clause: "RFC 6376 3.6.1",
      values: { DKIM1: "" },
    },
    {
      name: "k",
      about: "What kind of key it is",
      clause: "RFC 6376 3.6.1",
      values: { rsa: "RSA, at least 2048 bits", ed25519: "Ed25519 (RFC 8463)" },
    },
    { name: "p", about: "The public key in base64; empty withdraws it", clause: "RFC 6376 3.6.1" },
    {
      name: "t",
      about: "Flags",
      clause: "RFC 6376 3.6.1",
      values: {
        y: "in testing: failing mail counts as unsigned",
        s: "for the domain itself only, no subdomains",
      },
    },
    {
      name: "h",
      about: "Which hash algorithms may be used",
      clause: "RFC 6376 3.6.1",
      values: { sha256: "" },
    },
    {
      name: "s",
      about: "What the key is for",
      clause: "RFC 6376 3.6.1",
      values: { email: "mail", "*": "everything" },
    },
    { name: "n", about: "A note for people", clause: "RFC 6376 3.6.1" },
  ],
  tlsrpt: [
    {
      name: "v",
      about: "Makes it a TLS reporting record; stands first",
      clause: "RFC 8460 3",
      values: { TLSRPTv1: "" },
    },
    {
      name: "rua",
      about: "Where reports on TLS go",
      clause: "RFC 8460 3",
      values: { ...REPORTS, "https://": "a server that reports are posted to" },
    },
  ],
  mtasts: [
    {
      name: "v",
      about: "Makes it an MTA-STS record; stands first",
      clause: "RFC 8461 3.1",
      values: { STSv1: "" },
    },
    { name: "id", about: "Changes whenever the policy file does", clause: "RFC 8461 3.1" },
  ],
  bimi: [
    {
      name: "v",
      about: "Makes it a BIMI record; stands first",
      clause: "BIMI draft 4",
      values: { BIMI1: "" },
    },
    {
      name: "l",
      about: "Where the logo is (SVG, https)",
      clause: "BIMI draft 4",
      values: { "https://": "" },
    },
    {
      name: "a",
      about: "Where the certificate of the logo is (PEM, https)",
      clause: "BIMI draft 4",
      values: { "https://": "" },
    },
  ],
};

/**
 * What may follow in a list of tags: names that do not stand there yet, or the values of the tag being written.
 * @param text the decoded text up to the cursor
 * @param after the text behind the word at the cursor
 * @param addresses mail addresses for reports that the workspace already uses
 */
export function tagProposals(
  family: string,
  text: string,
  after: string,
  addresses: () => readonly string[],
): { readonly typed: string; readonly proposals: readonly Proposal[] } {
  const facts = TAGS[family] ?? [];
  const segment = /[^;]*$/.exec(text)?.[0] ?? "";
  const equals = segment.indexOf("=");
  if (equals < 0) {
    const others = [...text.split(";").slice(0, -1), ...after.split(";").slice(1)];
    const written = new Set(others.map((part) => part.split("=")[0]?.trim().toLowerCase()));
    const open = facts.filter(({ name }) => !written.has(name));
    // The version stands first, or there is none.
    const isFirst = !text.includes(";") && family !== "dkim" && !written.has("v");
    const fit = open.filter(({ name }) => (name === "v") === isFirst || family === "dkim");
    return { typed: segment.trimStart(), proposals: fit.map(nameProposal) };
  }
  const name = segment.slice(0, equals).trim().toLowerCase();
  const fact = facts.find((one) => one.name === name);
  const typed = /[^=,:\s]*$/.exec(segment.slice(equals + 1))?.[0] ?? "";
  if (fact === undefined) return { typed, proposals: [] };
  if (/mailto:[^,]*$/i.test(segment)) {
    const address = /mailto:([^,]*)$/i.exec(segment)?.[1] ?? "";
    return { typed: address, proposals: addresses().map((label) => addressProposal(label)) };
  }
  // In a list each value stands once.
  const listed = segment.slice(equals + 1, segment.length - typed.length).split(/[:,]/);
  const values = Object.entries(fact.values ?? {}).filter(([value]) => !listed.includes(value));
  return { typed, proposals: values.map((value) => valueProposal(fact, value)) };
}

function nameProposal({ name, about, clause, values }: TagFact, index: number): Proposal {
  return {
    label: `${name}=`,
    kind: CompletionItemKind.Property,
    detail: about,
    about: `${about}. ${clause}`,
    rank: Math.min(9, 1 + Math.floor(index / 3)),
    ...(values === undefined ? {} : { goesOn: true as const }),
  };
}

function valueProposal(
  { name, about, clause }: TagFact,
  [label, meaning]: readonly [string, string],
): Proposal {
  const what = meaning === "" ? about : meaning;
  return {
    label,
    kind: CompletionItemKind.EnumMember,
    detail: what,
    about: `\`${name}=${label}\`: ${what}. ${clause}`,
    ...(label.endsWith(":") ? { goesOn: true as const } : {}),
  };
}

function addressProposal(label: string): Proposal {
  return { label, kind: CompletionItemKind.Reference, detail: "takes reports in this workspace already" };
}
