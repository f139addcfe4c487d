import { absoluteName } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { type Finding, spanOf } from "../rules/finding.ts";
import { RULES } from "../rules/index.ts";
import type { OwnerView, Rule, Target } from "../rules/rule.ts";
import { reporterOf } from "../rules/run.ts";
import { ownerMark } from "../terraform/fromFile.ts";
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

/** Findings about what a file holds that Terraform reads say which of the records they are about. */
export function withOwner(finding: Finding, records: readonly DnsRecord[]): Finding {
  const { at, message } = finding;
  const { start, end } = spanOf(at);
  for (const record of records) {
    const place = { uri: at.anchor.uri, start, end };
    const mark = record instanceof TerraformRecord ? ownerMark(record, place) : "";
    if (mark !== "") return { ...finding, message: `${message}${mark}` };
  }
  return finding;
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

/** What the rules of zones say of records that stand together, whatever else the zone holds. */
const TOGETHER: ReadonlySet<string> = new Set([
  "zone-cname-at-apex",
  "zone-cname-and-other-data",
  "zone-cname-multiple",
  "zone-dname-multiple",
  "zone-record-duplicate",
]);
const RULES_TOGETHER = RULES.filter((rule) => rule.scope === "zone" && TOGETHER.has(rule.id));

/**
 * Services that keep to RFC 2181 section 10.1. Others put addresses in the place of an alias, or answer with the records of a
 * name in turn or by the place of who asks.
 */
const STRICT =
  /^(?:akamai|aws_route53|azurerm|desec|digitalocean|dns|gandi|google|hcloud|hetznerdns|linode|oci|openstack|ovh|powerdns|scaleway)_/;

/** The findings about the records at a name that are surely there, zone by zone: each as Terraform would make it. */
export function aboutTogether(owner: string, records: readonly DnsRecord[]): readonly Finding[] {
  if (!mayClash(records)) return NONE;
  const found: Finding[] = [];
  for (const [first, ...more] of zonesOf(records)) {
    checkWith(RULES_TOGETHER, owner, [first, ...more], zoneOf(first), found);
  }
  // A whole resource is nothing to take away unasked.
  return found.map((one) => ({ ...one, fixes: one.fixes.map((fix) => ({ ...fix, safe: false })) }));
}

function checkWith(
  rules: readonly Rule[],
  owner: string,
  records: Group,
  zone: OwnerView["zone"],
  found: Finding[],
): void {
  const view: OwnerView = { owner, records, cut: undefined, zone };
  for (const rule of rules)
    if (rule.scope === "zone") rule.check(view, reporterOf(rule, records[0], found).report);
}

const NONE: readonly Finding[] = [];

/** What the rules of zones say of names that their zone was put behind. */
const COMPLETED: ReadonlySet<string> = new Set(["owner-missing-trailing-dot", "zone-target-missing-dot"]);
const RULES_COMPLETED = RULES.filter((rule) => rule.scope === "zone" && COMPLETED.has(rule.id));

/** Services that put the zone behind every name, whatever it ends with. */
const APPENDING = /^(?:azurerm|desec|digitalocean|gandi|hcloud|hetznerdns|ovh)_/;

/** The findings about names to which the service adds the zone, though they look whole. */
export function aboutCompleted(
  owner: string,
  records: readonly DnsRecord[],
  at: (name: string) => readonly DnsRecord[],
): readonly Finding[] {
  const found: Finding[] = [];
  const seen = new Set<object>();
  for (const record of records) {
    if (!(record instanceof TerraformRecord)) continue;
    const { zone, row, declared } = record.facts;
    if (zone === undefined || row === undefined || !APPENDING.test(row.type)) continue;
    // Other instances of a block, and other values of it, stand at the same name.
    const isDoubled = owner.endsWith(`.${zone}${zone}`) || owner === `${zone}${zone}`;
    const isTarget =
      row.targets === "in-zone" && record.rdata.fields.some(({ target }) => target !== undefined);
    if (!isTarget && (!isDoubled || seen.has(declared.block))) continue;
    seen.add(declared.block);
    const view = { ...zoneOf(record), stated: at, at, namesIn: namesIn };
    checkWith(RULES_COMPLETED, owner, [record], view, found);
  }
  return found;
}

// Names that stand in the file as they are, in the zone.
function namesIn(record: DnsRecord): readonly Target[] {
  if (!(record instanceof TerraformRecord)) return [];
  const { zone, row, declared } = record.facts;
  if (row?.targets !== "in-zone" || zone === undefined) return [];
  return record.rdata.fields.flatMap(({ start, end, target, kind }) => {
    const written = declared.file.text.slice(start, end);
    const isThere = target !== undefined && absoluteName(written, zone) === target;
    return isThere ? [{ name: target, written, span: { start, end }, isMailbox: kind === "mailbox" }] : [];
  });
}

// Hot: asked for every name. Most have one record of a type, and no alias.
function mayClash(records: readonly DnsRecord[]): boolean {
  return records.some(({ type }, i) => {
    if (type === "CNAME" || type === "DNAME") return true;
    for (let j = 0; j < i; j++) if (records[j]?.type === type) return true;
    return false;
  });
}

type Group = [TerraformRecord, ...TerraformRecord[]];

function zonesOf(records: readonly DnsRecord[]): Iterable<Group> {
  const zones = new Map<string, Group>();
  for (const record of records) {
    if (!(record instanceof TerraformRecord) || record.typeCode === 0) continue;
    const { zoneKey, isConditional, row } = record.facts;
    if (zoneKey === undefined || isConditional || row === undefined || !STRICT.test(row.type)) continue;
    const group = zones.get(zoneKey);
    if (group === undefined) zones.set(zoneKey, [record]);
    else if (!group.some((other) => compete(other, record))) group.push(record);
  }
  return zones.values();
}

// Two resources for the texts of one name have a finding of their own, whatever their texts.
function compete({ type, facts }: TerraformRecord, other: TerraformRecord): boolean {
  return (
    type === "TXT" &&
    other.type === "TXT" &&
    facts.row?.ownsName === true &&
    facts.instance !== other.facts.instance
  );
}

function zoneOf({ facts: { zone } }: TerraformRecord): OwnerView["zone"] {
  return {
    apex: zone,
    origin: zone,
    whole: false,
    ownersTakeDot: false,
    headed: false,
    unreadSoa: false,
    soas: [],
    first: undefined,
    signed: "no",
    hashings: () => new Map(),
    now: undefined,
    base: undefined,
    childAt: () => undefined,
    at: () => undefined,
    lacks: () => false,
    wildcardFor: () => [],
    stated: () => [],
    targetOf: () => undefined,
    namesIn: () => [],
    rdataLine: () => "",
    isNameServer: () => false,
  };
}
