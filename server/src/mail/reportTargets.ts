import { isAtOrBelow, parentOf } from "../dns/names.ts";
import type { Lookup } from "../dns/record.ts";
import { parseDmarc } from "./dmarc.ts";
import { walkTree } from "./dmarcPolicy.ts";
import { isPublicSuffix } from "./publicSuffix.ts";
import { resolverOf } from "./resolver.ts";

/** The name at which `host` accepts DMARC reports about `policy` (RFC 9990 section 4); all names absolute. */
export function reportName(policy: string, host: string): string {
  return `${policy}_report._dmarc.${host}`;
}

/** Whether a host accepts reports about a domain: its record there, or a wildcard's; undefined where that is not known. */
export function acceptsReports(policy: string, host: string, lookup: Lookup): boolean | undefined {
  const resolve = resolverOf(lookup);
  let known = true;
  for (const name of [reportName(policy, host), `*._report._dmarc.${host}`]) {
    const answer = resolve(name, "TXT");
    if (answer.kind === "unknown" || answer.kind === "timeout") known = false;
    if (answer.kind !== "records") continue;
    const read = (answer.records ?? []).map(({ text }) =>
      text === undefined ? undefined : text.read(parseDmarc).recognized,
    );
    if (read.includes(true)) return true;
    if (read.includes(undefined)) known = false;
    // For a name that exists no wildcard answers (RFC 4592 section 2.2.1).
    break;
  }
  return known ? false : undefined;
}

/**
 * Whether a host for reports belongs to the organization of the domain that asks for them, so that it need not say that it
 * accepts them. Where the zones do not tell, names that share a registered domain belong together.
 */
export function isOwnAddress(policy: string, host: string, lookup: Lookup): boolean {
  const ours = walkTree(policy, lookup).organizational;
  const theirs = walkTree(host, lookup).organizational;
  if (ours !== undefined && theirs !== undefined && ours === theirs) return true;
  let shared: string | undefined = policy;
  while (shared !== undefined && !isAtOrBelow(host, shared)) shared = parentOf(shared);
  if (shared === undefined || shared === "." || isPublicSuffix(shared)) return false;
  if (ours === undefined || theirs === undefined) return true;
  // Two organizations below one domain: one of them is set apart by `psd=n`, or lies below a suffix with `psd=y`.
  const apart = [ours, theirs].some((name) => name !== shared && isAtOrBelow(name, shared));
  const told = [...walkTree(policy, lookup).found, ...walkTree(host, lookup).found];
  return !(apart && told.some(({ dmarc }) => /^[yn]$/i.test(dmarc.tags.get("psd")?.value ?? "")));
}

/**
 * Whether an address was copied from an example. Documentation's own domains are at home in documentation.
 * @param address without `mailto:`
 * @param host what follows its `@`, where it is a sound address
 * @param owner of the record that names it
 */
export function isPlaceholder(address: string, host: string | undefined, owner: string | undefined): boolean {
  if (address.length > LONGEST_ADDRESS) return false;
  if (/[<{[][^\]]*[>}]|^\[/.test(address)) return !/@\[[0-9a-f.:]+\]$/i.test(address);
  const domain = host ?? address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  if (PLACEHOLDER.test(domain)) return true;
  return RESERVED.test(domain) && owner !== undefined && !DOCUMENTATION.test(owner);
}

/** Longest mailbox that SMTP carries (RFC 5321 section 4.5.3.1), without its domain's dot. */
const LONGEST_ADDRESS = 320;

const PLACEHOLDER =
  /(?:^|\.)(?:(?:your|my)[-_]?(?:own[-_]?)?(?:domain|company|org|organization|site|website|business|host|server)(?:name|here)?|domain[-_]?name|example[-_]?domain)\.[a-z.]+$|^(?:domain\.(?:com|tld|net|org)|company\.(?:com|tld)|(?:your|my)domain)$/;
const RESERVED = /(?:^|\.)example\.(?:com|net|org)$/;
const DOCUMENTATION = /(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost)\.$/;
