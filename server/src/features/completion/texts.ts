import { CompletionItemKind } from "vscode-languageserver";
import { type Family, familyOf, familyOfOwner } from "../../mail/classify.ts";
import type { Proposal } from "./item.ts";
import { spfProposals } from "./spf.ts";
import { tagProposals } from "./tags.ts";

/** How the text of each kind of mail record begins. */
const VERSIONS: readonly Proposal[] = [
  ["v=spf1", "Who may send mail as the domain (SPF)", "v=spf1 "],
  ["v=DMARC1", "What becomes of mail that fails (DMARC)", "v=DMARC1; p="],
  ["v=DKIM1", "A key that verifies signatures (DKIM)", "v=DKIM1; k=rsa; p="],
  ["v=TLSRPTv1", "Where reports on TLS go", "v=TLSRPTv1; rua=mailto:"],
  ["v=STSv1", "Mail to the domain must be encrypted (MTA-STS)", "v=STSv1; id="],
  ["v=BIMI1", "The logo that mail programs may show", "v=BIMI1; l=https://"],
].map(([label = "", detail = "", text = ""], i) => ({
  label,
  kind: CompletionItemKind.Constant,
  detail,
  text,
  rank: 1 + Math.floor(i / 3),
}));

/** How a text at that name may begin: as one of the family that is looked for there, where one is. */
export function beginnings(owner: string | undefined): readonly Proposal[] {
  const family = owner === undefined ? undefined : familyOfOwner(owner);
  return family === undefined ? VERSIONS : VERSIONS.filter(({ label }) => label === FIRST[family]);
}

const FIRST: Readonly<Record<Family, string>> = {
  spf: "v=spf1",
  dmarc: "v=DMARC1",
  dmarcReport: "v=DMARC1",
  dkim: "v=DKIM1",
  tlsrpt: "v=TLSRPTv1",
  mtasts: "v=STSv1",
  bimi: "v=BIMI1",
};

/** What the workspace knows that a mail record may name; names without their final dots. */
export interface MailNames {
  /** Names with an SPF record. */
  readonly policies: () => readonly string[];
  /** Names with an address. */
  readonly hosts: () => readonly string[];
  /** Mail addresses that take reports already. */
  readonly addresses: () => readonly string[];
}

/**
 * What may follow in the text of a mail record, whatever syntax holds it; undefined where it is none yet.
 * @param text the decoded text up to the cursor
 * @param after the text behind the word at the cursor
 */
export function mailProposals(
  text: string,
  after: string,
  owner: string | undefined,
  names: MailNames,
): { readonly typed: string; readonly proposals: readonly Proposal[] } | undefined {
  switch (familyOf(text, owner)) {
    case "spf":
      if (!/^v=spf1 /i.test(text)) return undefined;
      return spfProposals(text, after, {
        // A record that includes itself is broken.
        policies: () => names.policies().filter((name) => `${name}.` !== owner),
        hosts: names.hosts,
      });
    case "dmarc":
    case "dmarcReport":
      return tagProposals("dmarc", text, after, names.addresses);
    case "dkim":
      return tagProposals("dkim", text, after, () => []);
    case "tlsrpt":
      return tagProposals("tlsrpt", text, after, names.addresses);
    case "mtasts":
      return tagProposals("mtasts", text, after, () => []);
    case "bimi":
      return tagProposals("bimi", text, after, () => []);
    default:
      return undefined;
  }
}
