import type { DnsRecord } from "../../dns/record.ts";
import { proofIn } from "../../mail/proofs.ts";
import { plainName } from "../markdown.ts";
import { inWords } from "../timeSpans.ts";

/** What a text means by which somebody proves to a service that they run the domain; undefined for other texts. */
export function explainProof({ owner, text, type, ttl, rdata }: DnsRecord): string | undefined {
  if (type !== "TXT" || owner === undefined || text === undefined || text.hasHoles) return undefined;
  if (rdata.canonical === undefined) return undefined;
  const proof = proofIn(owner, text.text);
  if (proof === undefined) return undefined;
  const domain = plainName(proof.domain);
  const footer = `${ttl === undefined ? "" : `TTL ${inWords(ttl)} · `}TXT`;
  if (proof.forCertificate)
    return [
      `**A certificate authority may issue for ${domain} to whoever asked for this text**`,
      "- It answers a challenge, and is needed only while a certificate is issued; what stays behind may go",
      `${footer}, RFC 8555 8.4`,
    ].join("\n\n");
  const service = proof.service ?? "a service";
  return [
    `**${domain} proves to ${service} who runs it**`,
    `- Whoever ${service} gave this code to may manage ${domain} there: know who that is\n- Services look again now and then: it may go when ${service} is no longer used`,
    `${footer}, RFC 1035 3.3.14`,
  ].join("\n\n");
}
