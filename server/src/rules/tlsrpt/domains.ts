import { parentOf } from "../../dns/names.ts";
import { isStranger } from "../../mail/classify.ts";
import { deliveryOf } from "../../mail/facts.ts";
import { undoubled } from "../mail/doubled.ts";
import { shown } from "../mail/edits.ts";
import type { DomainRule } from "../rule.ts";
import { WHOLE_ZONE } from "../spf/zone.ts";
import { urisOf } from "./uris.ts";

const RECORD = '_smtp._tls 3600 TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"';
const MAIL =
  '@ 3600 MX 10 mail\nmail 3600 A 192.0.2.25\n@ 3600 TXT "v=spf1 mx -all"\nmail 3600 TXT "v=spf1 a -all"\n';

const tlsrptWithoutStsOrDane: DomainRule = {
  id: "tlsrpt-without-sts-or-dane",
  severity: "info",
  scope: "domain",
  on: ["tlsrpt"],
  docs: {
    summary: "The domain wants reports about encryption, but asks nobody to encrypt.",
    why: "Without MTA-STS or DANE (TLSA records at the mail hosts) senders fall back to plain text whenever somebody in between wants it. The reports are useful all the same.",
    bad: `${WHOLE_ZONE}${MAIL}${RECORD}`,
    good: `${WHOLE_ZONE}${MAIL}${RECORD}\n_25._tcp.mail 3600 TLSA 3 1 1 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4`,
    refs: ["RFC 8460 1"],
  },
  check(domain, report) {
    const policy = policyDomain(domain.name);
    const record = domain.own.tlsrpt.find(({ node }) => !isStranger("tlsrpt", node.source))?.record;
    if (policy === undefined || record === undefined || !domain.complete) return;
    if (undoubled(domain.name, record.origin) !== undefined) return;
    const sts = domain.lookup(`_mta-sts.${policy}`, "TXT");
    const alias = domain.lookup(`_mta-sts.${policy}`, "CNAME");
    if (sts === undefined || sts.length > 0 || alias === undefined || alias.length > 0) return;
    // One at a misspelt name is told of that.
    if (domain.isMentioned("mtasts", `_mta-sts.${policy}`)) return;
    const delivery = deliveryOf(policy, domain.lookup);
    if (delivery.kind === "unknown") return;
    const hosts = delivery.kind === "hosts" ? delivery.hosts : [policy];
    for (const host of hosts) {
      const tlsa = domain.lookup(`_25._tcp.${host}`, "TLSA");
      if (tlsa === undefined || tlsa.length > 0) return;
    }
    report(
      { record, part: "rdata" },
      `Reports are wanted, but ${shown(policy)} asks for encryption neither by MTA-STS nor by DANE`,
    );
  },
};

const tlsrptMailtoOwnDomainLoop: DomainRule = {
  id: "tlsrpt-mailto-own-domain-loop",
  severity: "hint",
  scope: "domain",
  on: ["tlsrpt"],
  docs: {
    summary: "Reports about encryption go to the very domain they are about.",
    why: "When its encryption is broken, senders that insist on it cannot deliver the report either. An `https:` address or another domain gets it all the same.",
    bad: '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.com"',
    good: '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.com,https://reports.example.net/tls"',
    refs: ["RFC 8460 5"],
  },
  check(domain, report) {
    const policy = policyDomain(domain.name);
    if (policy === undefined) return;
    for (const { record, node } of domain.own.tlsrpt) {
      const uris = urisOf(node).filter(({ text }) => text !== "");
      const [first] = uris;
      if (first === undefined || node.source.hasHoles) continue;
      const own = uris.every(({ text }) => {
        const host = /^mailto:[^@]+@([^?]+)/i.exec(text)?.[1]?.toLowerCase();
        return host !== undefined && `${host.replace(/\.$/, "")}.` === policy;
      });
      if (!own) continue;
      report(
        { record, text: first.at },
        `When encryption to ${shown(policy)} fails, the report about it may not arrive there either`,
      );
    }
  },
};

/** TLS-RPT beside what else the zones say. */
export const TLSRPT_DOMAIN_RULES: readonly DomainRule[] = [tlsrptWithoutStsOrDane, tlsrptMailtoOwnDomainLoop];

function policyDomain(owner: string): string | undefined {
  return owner.startsWith("_smtp._tls.") ? parentOf(parentOf(owner) ?? ".") : undefined;
}
