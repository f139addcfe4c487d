import { labelsOf, parentOf } from "../dns/names.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { type DmarcRecord, type Policy, parseDmarc } from "./dmarc.ts";
import { keptByName } from "./kept.ts";
import { isPublicSuffix } from "./publicSuffix.ts";
import { type Resolver, resolverOf } from "./resolver.ts";

/** A DMARC record and the domain it speaks for. */
export interface DmarcSource {
  /** Absolute, without `_dmarc`. */
  readonly domain: string;
  readonly record: DnsRecord;
  readonly dmarc: DmarcRecord;
}

/** What a record asks receivers to do with mail that fails. */
export interface Request {
  /** As the tags say it. */
  readonly stated: Policy;
  /** One level lower where `t=y` says that the domain is still testing. */
  readonly applied: Policy;
}

/** The DMARC policy that applies to mail from a name. */
export type DmarcPolicy =
  | {
      readonly kind: "policy";
      readonly source: DmarcSource;
      /** Whose record it is: the name's own, its Organizational Domain's, or that of the public suffix above. */
      readonly role: "own" | "organizational" | "suffix";
      /** For the name if it exists in the DNS. */
      readonly existing: Request;
      /** For the name if the DNS answers that it does not exist (NXDOMAIN). */
      readonly missing: Request;
    }
  /** A record is there, but asks for nothing (RFC 9989 section 4.10.1). */
  | { readonly kind: "inert"; readonly source: DmarcSource }
  | { readonly kind: "none" }
  /** `names`: what would have to be known. */
  | { readonly kind: "unknown"; readonly names: readonly string[] };

/** A walk up the tree from a name (RFC 9989 section 4.10). */
export interface TreeWalk {
  readonly policy: DmarcPolicy;
  /** The Organizational Domain of the name (section 4.10.2); undefined where it is not known. */
  readonly organizational: string | undefined;
  /** Every record found, the name's own first. */
  readonly found: readonly DmarcSource[];
}

/** Names with at least this many labels are walked from their last seven labels on. */
const LONG = 8;

/**
 * The policy for mail from a name, and its Organizational Domain. A record above the name that is not known makes the
 * result unknown, except at a public suffix: one that has a record marks it with `psd=y` (RFC 9989 section 5.2), so that
 * it changes nothing for a domain that has a record of its own.
 * @param name absolute, canonical
 */
export function walkTree(name: string, lookup: Lookup): TreeWalk {
  return keptWalk(name, lookup);
}

const keptWalk = keptByName(walk);

function walk(name: string, lookup: Lookup): TreeWalk {
  const found: DmarcSource[] = [];
  for (const domain of stepsFrom(name)) {
    const answer = recordOf(domain, lookup);
    if (answer.kind === "unknown") {
      if (isPublicSuffix(domain)) continue;
      return cutShort(name, found, answer.names);
    }
    if (answer.kind === "none") continue;
    found.push(answer.source);
    if (psdOf(answer.source.dmarc) !== "u") break;
  }
  const organizational = organizationalOf(name, found);
  return { policy: policyFor(name, organizational, found), organizational, found };
}

/** Whether receivers pass over a record there for names below it (section 4.10, step 4). */
export function isPassedOver(domain: string): boolean {
  return labelsOf(domain).length >= LONG;
}

/** The names asked for, at most eight (section 4.10 steps 3 to 7). */
export function stepsFrom(name: string): readonly string[] {
  const steps = [name];
  let at = parentOf(name);
  // So many labels have at least as many dots.
  if (name.split(".").length >= LONG && labelsOf(name).length >= LONG)
    while (at !== undefined && labelsOf(at).length >= LONG) at = parentOf(at);
  for (; at !== undefined && at !== "."; at = parentOf(at)) steps.push(at);
  return steps;
}

/** The policy one level below, which `t=y` asks for (section 4.7). */
export function stepDown(policy: Policy): Policy {
  return policy === "reject" ? "quarantine" : "none";
}

/** The value of `psd`; "u" where it is absent or no value. */
export function psdOf(dmarc: DmarcRecord): "y" | "n" | "u" {
  const value = dmarc.tags.get("psd")?.value.toLowerCase();
  return value === "y" || value === "n" ? value : "u";
}

type Found =
  | { readonly kind: "record"; readonly source: DmarcSource }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly names: readonly string[] };

// Walks from neighbouring names meet the same records above them.
const recordOf = keptByName((domain: string, lookup) => recordAt(domain, resolverOf(lookup)));

function recordAt(domain: string, resolve: Resolver): Found {
  const owner = domain === "." ? "_dmarc." : `_dmarc.${domain}`;
  const answer = resolve(owner, "TXT");
  if (answer.kind === "unknown") return answer;
  if (answer.kind === "timeout") return { kind: "unknown", names: [owner] };
  if (answer.kind !== "records") return { kind: "none" };
  const sources: DmarcSource[] = [];
  for (const record of answer.records ?? []) {
    const { text } = record;
    if (text === undefined) return { kind: "unknown", names: [owner] };
    const dmarc = text.read(parseDmarc);
    if (dmarc.recognized === undefined) return { kind: "unknown", names: [owner] };
    if (dmarc.recognized) sources.push({ domain, record, dmarc });
  }
  const [source] = sources;
  // More than one, and all are discarded (section 4.10 step 2).
  return source === undefined || sources.length > 1 ? { kind: "none" } : { kind: "record", source };
}

// What lies above is not known: the name's own record decides all the same, and one with `psd=n` ends the walk.
function cutShort(name: string, found: readonly DmarcSource[], names: readonly string[]): TreeWalk {
  const [own] = found;
  const policy: DmarcPolicy = own?.domain === name ? requestOf(name, own, "own") : { kind: "unknown", names };
  return { policy, organizational: undefined, found };
}

function organizationalOf(name: string, found: readonly DmarcSource[]): string {
  for (const { domain, dmarc } of found) {
    const psd = psdOf(dmarc);
    if (psd === "n") return domain;
    if (psd === "y" && domain !== name) return oneBelow(domain, name);
  }
  return found.at(-1)?.domain ?? name;
}

/** The name one label below `suffix` on the way to `name`. */
function oneBelow(suffix: string, name: string): string {
  const labels = labelsOf(name);
  const kept = labels.slice(labels.length - labelsOf(suffix).length - 1);
  return `${kept.join(".")}.`;
}

function policyFor(name: string, organizational: string, found: readonly DmarcSource[]): DmarcPolicy {
  const own = found.find(({ domain }) => domain === name);
  if (own !== undefined) return requestOf(name, own, "own");
  const above = found.find(({ domain }) => domain === organizational);
  if (above !== undefined) return requestOf(name, above, "organizational");
  const suffix = found.find(({ dmarc }) => psdOf(dmarc) === "y");
  return suffix === undefined ? { kind: "none" } : requestOf(name, suffix, "suffix");
}

function requestOf(
  name: string,
  source: DmarcSource,
  role: "own" | "organizational" | "suffix",
): DmarcPolicy {
  const { dmarc } = source;
  switch (dmarc.applies) {
    case "ignored":
      return { kind: "none" };
    case "unknown":
      return { kind: "unknown", names: [name] };
    case "nothing":
      return { kind: "inert", source };
    case "monitor":
      return { kind: "policy", source, role, existing: NONE, missing: NONE };
    case "policy": {
      const p = dmarc.p ?? "none";
      const sp = role === "own" ? p : (dmarc.sp ?? p);
      const np = role === "own" ? p : (dmarc.np ?? sp);
      const request = (stated: Policy): Request => ({
        stated,
        applied: dmarc.testing ? stepDown(stated) : stated,
      });
      return { kind: "policy", source, role, existing: request(sp), missing: request(np) };
    }
  }
}

const NONE: Request = { stated: "none", applied: "none" };
