import type { DnsRecord } from "../dns/record.ts";
import { type Finding, spanOf } from "../rules/finding.ts";
import { TerraformRecord } from "../terraform/record.ts";

/** A finding in a local or a variable says which resource publishes it. */
export function withResource(finding: Finding, { uri, span, facts }: TerraformRecord): Finding {
  const { start } = spanOf(finding.at);
  const isInside = finding.at.anchor.uri === uri && span.start <= start && start <= span.end;
  if (isInside || facts.address === "") return finding;
  const { header } = facts.spans;
  const at = { anchor: { uri, start: 0 }, start: header.start, end: header.end };
  return { ...finding, related: [...finding.related, { at, message: `\`${facts.address}\` publishes it` }] };
}

/**
 * The findings about a name, where its records are Terraform's: other records of the zone may be made elsewhere, so that what
 * is missing is only mentioned, and only where the zone itself is made here.
 */
export function aboutName(findings: readonly Finding[], record: DnsRecord): readonly Finding[] {
  if (!(record instanceof TerraformRecord)) return findings;
  return findings.flatMap((finding) => {
    if (finding.rule.absence !== true) return [finding];
    if (!record.facts.isInOwnZone) return [];
    return [finding.severity === "hint" ? finding : { ...finding, severity: "info" as const }];
  });
}
