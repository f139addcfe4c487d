import type { DnsRecord } from "../../dns/record.ts";
import { type DmarcRecord, type Policy, parseDmarc } from "../../mail/dmarc.ts";
import { code, plainName } from "../markdown.ts";

const WHAT: Readonly<Record<Policy, string>> = {
  none: "is delivered all the same (only watched)",
  quarantine: "goes to the junk folder",
  reject: "is rejected",
};
const SHORT: Readonly<Record<Policy, string>> = {
  none: "delivered all the same",
  quarantine: "junk folder",
  reject: "rejected",
};
const BELOW: Readonly<Record<Policy, Policy>> = { none: "none", quarantine: "none", reject: "quarantine" };

/** What happens to mail that fails DMARC, and who is told (RFC 9989). */
export function explainDmarc(record: DnsRecord): string {
  const { owner, text } = record;
  if (text === undefined) return "";
  const dmarc = parseDmarc(text);
  const domain = owner === undefined ? "this domain" : plainName(owner.replace(/^_dmarc\./, ""));
  switch (dmarc.applies) {
    case "ignored":
      return `**Receivers ignore this record: ${domain} has no DMARC here**\n\nIt must begin with exactly ${code("v=DMARC1")}. RFC 9989 4.7`;
    case "unknown":
      return `**The DMARC policy of ${domain}**\n\nPart of the record is not known here.`;
    case "nothing":
      return `**This record does nothing for ${domain}**\n\nIt names no valid policy and no address for reports, so receivers do not process DMARC. RFC 9989 4.10.1`;
    case "monitor":
      return [
        `**Mail that fails DMARC for ${domain} is delivered all the same**`,
        `${code("p")}, ${code("sp")} or ${code("np")} is missing or no policy, so receivers act as for ${code("p=none")}.`,
        reports(dmarc),
        "RFC 9989 4.10.1",
      ].join("\n\n");
    case "policy":
      return [...policyLines(dmarc, domain), reports(dmarc), alignment(dmarc)].join("\n\n");
  }
}

function policyLines(dmarc: DmarcRecord, domain: string): readonly string[] {
  const p = dmarc.p ?? "none";
  const sp = dmarc.sp ?? p;
  const np = dmarc.np ?? sp;
  const now = (policy: Policy) => (dmarc.testing ? BELOW[policy] : policy);
  const testing = dmarc.testing
    ? [`in testing (${code("t=y")}): receivers act one level below ${code(`p=${p}`)}`]
    : [];
  return [
    `**Mail that fails DMARC for ${domain} ${WHAT[now(p)]}**`,
    ...testing,
    `subdomains: ${SHORT[now(sp)]}${dmarc.sp === undefined ? "" : ` (${code(`sp=${sp}`)})`} · names that do not exist: ${SHORT[now(np)]}${dmarc.np === undefined ? "" : ` (${code(`np=${np}`)})`}`,
  ];
}

function reports({ rua, ruf }: DmarcRecord): string {
  const daily = rua.filter(({ valid }) => valid).map(({ text }) => code(text.replace(/^mailto:/i, "")));
  const single = ruf.filter(({ valid }) => valid).map(({ text }) => code(text.replace(/^mailto:/i, "")));
  const first = daily.length === 0 ? "nobody gets reports" : `daily reports go to ${daily.join(", ")}`;
  return single.length === 0 ? first : `${first} · reports on single failures to ${single.join(", ")}`;
}

function alignment({ strictSpf, strictDkim }: DmarcRecord): string {
  const spf = strictSpf ? "SPF must match exactly (`aspf=s`)" : "SPF may be of a subdomain";
  const dkim = strictDkim ? "DKIM must match exactly (`adkim=s`)" : "DKIM may be of a subdomain";
  return `${spf} · ${dkim} · DMARC, RFC 9989`;
}
