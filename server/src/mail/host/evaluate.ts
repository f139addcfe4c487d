import { HOLE } from "../../text/mappedText.ts";
import type { SpfResult, TraceStep } from "../checkHost.ts";
import { contains, network4, network6 } from "../networks/sets.ts";
import { targetName } from "../resolver.ts";
import { hiddenLookups, isHiddenMechanism } from "../spf/hidden.ts";
import type {
  DomainSpec,
  HostTerm,
  Mechanism,
  Qualifier,
  ReferenceTerm,
  SpfRecord,
  SpfTerm,
} from "../spf.ts";
import { hostsOf, isReverseVoid, validatedNames } from "./addresses.ts";
import { expandDomain, usesMacro } from "./macros.ts";
import { selectRecord } from "./selectRecord.ts";
import { type Session, valuesAt } from "./session.ts";

export type { Session } from "./session.ts";

export const RESULTS: Readonly<Record<Qualifier, SpfResult>> = {
  "+": "pass",
  "-": "fail",
  "~": "softfail",
  "?": "neutral",
};

/** At most ten terms that look something up, and two of them in vain (RFC 7208 section 4.6.4). */
export const MOST_LOOKUPS = 10;
export const MOST_VOIDS = 2;

export interface Outcome {
  readonly result: SpfResult | "unknown";
  readonly mechanism: string | undefined;
  readonly domain: string;
  /** The `exp` of the record that decided. */
  readonly explanation: DomainSpec | undefined;
}

/** Fetches and evaluates the record of a domain (sections 4.3 to 4.7). */
export function evaluateRecord(domain: string, session: Session, depth: number): Outcome {
  const found = selectRecord(domain, session.resolve);
  const end = (result: Outcome["result"]): Outcome => ({
    result,
    mechanism: undefined,
    domain,
    explanation: undefined,
  });
  switch (found.kind) {
    case "none":
      return end("none");
    case "timeout":
      return end("temperror");
    case "multiple":
      step(session, depth, domain, "v=spf1", "error", "more than one SPF record");
      return end("permerror");
    case "unknown":
      for (const name of found.names) session.unknown.add(name);
      return end("unknown");
    case "record":
      break;
  }
  const { spf } = found;
  step(session, depth, domain, spf.source.text, "record");
  if (spf.permerror === true) return syntaxError(spf, domain, session, depth);
  return evaluateTerms(spf, domain, session, depth);
}

function syntaxError(spf: SpfRecord, domain: string, session: Session, depth: number): Outcome {
  const term = spf.terms.find(({ problems }) => problems.length > 0);
  const mechanism = term === undefined ? undefined : textOf(spf, term);
  step(session, depth, domain, mechanism ?? spf.source.text, "error", "syntax error");
  return { result: "permerror", mechanism, domain, explanation: undefined };
}

/** What a term comes to: a match or not, or a result that ends everything. */
type Match = "match" | "no match" | "unknown" | "temperror" | "permerror";

function evaluateTerms(spf: SpfRecord, domain: string, session: Session, depth: number): Outcome {
  const exp = referenceOf(spf, "exp");
  // Behind a term that may have matched the walk goes on only to learn which other names are missing.
  let uncertain = false;
  const decide = (result: Outcome["result"], mechanism: string): Outcome => ({
    result: uncertain ? "unknown" : result,
    mechanism: uncertain ? undefined : mechanism,
    domain,
    explanation: exp?.domain,
  });
  const hide = () => {
    uncertain = true;
    session.unknown.add(targetName(domain) ?? domain);
  };
  for (const term of spf.terms) {
    if (isHiddenMechanism(term)) {
      hide();
      step(session, depth, domain, textOf(spf, term), "unknown", HIDDEN);
      session.lookups += hiddenLookups(term);
      if (session.lookups > MOST_LOOKUPS) return decide("permerror", textOf(spf, term));
    }
    if (!isMechanism(term)) continue;
    const { match, note } = matchTerm(term, domain, session, depth);
    const text = textOf(spf, term);
    const failed = match === "temperror" || match === "permerror";
    step(session, depth, domain, text, failed ? "error" : match, note);
    if (failed) return decide(match, text);
    if (match === "match") return decide(RESULTS[term.qualifier], text);
    if (match === "unknown") uncertain = true;
  }
  const redirect = referenceOf(spf, "redirect");
  // What is not known may end in an `all` or a `redirect` of its own.
  if (redirect === undefined && spf.hasHoles) hide();
  if (redirect === undefined || redirect.domain === undefined) return decide("neutral", "default");
  const outcome = followRedirect(redirect.domain, textOf(spf, redirect), domain, session, depth);
  return uncertain ? { ...outcome, result: "unknown", mechanism: undefined } : outcome;
}

/** Section 6.1. (`all` always matches, so a redirect beside it is never reached.) */
function followRedirect(
  spec: DomainSpec,
  mechanism: string,
  domain: string,
  session: Session,
  depth: number,
): Outcome {
  const spent = spend(spec, domain, session);
  const end = (result: Outcome["result"], note: string): Outcome => {
    step(session, depth, domain, mechanism, result === "unknown" ? "unknown" : "error", note);
    return { result, mechanism, domain, explanation: undefined };
  };
  if (spent.kind === "over") return end("permerror", spent.note);
  if (spent.kind === "unknown") return end("unknown", UNEXPANDED);
  const outcome = evaluateRecord(spent.target, session, depth + 1);
  if (outcome.result === "none") return end("permerror", `no SPF record at ${spent.target}`);
  return outcome.mechanism === undefined && outcome.result !== "unknown"
    ? { ...outcome, mechanism }
    : outcome;
}

interface Matched {
  readonly match: Match;
  readonly note?: string;
}

function matchTerm(term: Mechanism, domain: string, session: Session, depth: number): Matched {
  const { ip } = session.mail;
  switch (term.kind) {
    case "all":
      return { match: "match" };
    case "ip4":
      if (term.address === undefined || ip.family !== 4) return { match: "no match" };
      return matched(contains(network4(term.address, term.prefix?.length ?? 32), ip));
    case "ip6":
      if (term.address === undefined || ip.family !== 6) return { match: "no match" };
      return matched(contains(network6(term.address, term.prefix?.length ?? 128), ip));
    default:
      break;
  }
  const spent = spend(term.domain, domain, session);
  if (spent.kind === "over") return { match: "permerror", note: spent.note };
  if (spent.kind === "unknown") return { match: "unknown", note: UNEXPANDED };
  const { target } = spent;
  switch (term.kind) {
    case "include":
      return matchInclude(target, session, depth);
    case "exists":
      return matchExists(target, spent.void, session);
    case "ptr":
      return matchPtr(target, session);
    case "a":
    case "mx":
      return matchHosts(term, target, spent.void, session);
  }
}

function matched(match: boolean): Matched {
  return { match: match ? "match" : "no match" };
}

type Spent =
  | { readonly kind: "target"; readonly target: string; readonly void: boolean }
  | { readonly kind: "over"; readonly note: string }
  | { readonly kind: "unknown" };

/** Counts a term that looks something up, and expands its target; a %{p} in it counts once more (section 4.6.4). */
function spend(spec: DomainSpec | undefined, domain: string, session: Session): Spent {
  const reverse = usesMacro(spec, "p");
  session.lookups += reverse ? 2 : 1;
  if (session.lookups > MOST_LOOKUPS) {
    return { kind: "over", note: `more than ${MOST_LOOKUPS} terms that need a DNS lookup` };
  }
  const target = spec === undefined ? domain : expandDomain(spec, valuesAt(domain, session));
  if (target === undefined) return { kind: "unknown" };
  const isVoid = reverse && isReverseVoid(session.mail.ip, session.resolve);
  return { kind: "target", target: target.endsWith(".") ? target.slice(0, -1) : target, void: isVoid };
}

function matchInclude(target: string, session: Session, depth: number): Matched {
  const { result } = evaluateRecord(target, session, depth + 1);
  switch (result) {
    case "pass":
      return { match: "match" };
    case "fail":
    case "softfail":
    case "neutral":
      return { match: "no match", note: `${result} at ${target}` };
    case "none":
      return { match: "permerror", note: `no SPF record at ${target}` };
    default:
      return { match: result };
  }
}

/** Always A records, whatever the client's family (section 5.7). */
function matchExists(target: string, reverseVoid: boolean, session: Session): Matched {
  const name = targetName(target);
  if (name === undefined) return counted({ match: "no match", note: NO_NAME }, reverseVoid, session);
  const answer = session.resolve(name, "A");
  switch (answer.kind) {
    case "records":
      return { match: "match" };
    case "timeout":
      return { match: "temperror", note: `no answer for ${name}` };
    case "unknown":
      return unknown(answer.names, session);
    default:
      return counted({ match: "no match", note: `nothing at ${name}` }, true, session);
  }
}

/** Section 5.5: errors mean no match. */
function matchPtr(target: string, session: Session): Matched {
  const within = targetName(target);
  if (within === undefined) return { match: "no match", note: NO_NAME };
  const reverse = validatedNames(session.mail.ip, session.resolve, within);
  if (reverse.names.length > 0) return { match: "match", note: reverse.names.join(", ") };
  if (reverse.unknown.length > 0) return unknown(reverse.unknown, session);
  return counted({ match: "no match" }, reverse.void, session);
}

function matchHosts(term: HostTerm, target: string, reverseVoid: boolean, session: Session): Matched {
  const { ip } = session.mail;
  const name = targetName(target);
  if (name === undefined) return counted({ match: "no match", note: NO_NAME }, reverseVoid, session);
  const hosts = hostsOf(term, name, ip.family, session.resolve);
  switch (hosts.kind) {
    case "too-many-mx":
      return { match: "permerror", note: `more than 10 MX records at ${name}` };
    case "timeout":
      return { match: "temperror", note: `no answer for ${name}` };
    case "unknown":
      return contains(hosts.set, ip) ? { match: "match" } : unknown(hosts.names, session);
    case "hosts":
      if (contains(hosts.set, ip)) return { match: "match" };
      return counted({ match: "no match" }, hosts.void || reverseVoid, session);
  }
}

const HIDDEN = "part of it is not known here";
const UNEXPANDED = "the value of one of its macros is not known";
// Receivers differ here; those that see no match are the more (RFC 7208 section 4.8).
const NO_NAME = "its target is no DNS name";

/** Counts a term whose question was answered with nothing. */
function counted(outcome: Matched, isVoid: boolean, session: Session): Matched {
  if (!isVoid) return outcome;
  session.voids++;
  if (session.voids <= MOST_VOIDS) return outcome;
  return { match: "permerror", note: `more than ${MOST_VOIDS} lookups in vain` };
}

function unknown(names: readonly string[], session: Session): Matched {
  for (const name of names) session.unknown.add(name);
  return { match: "unknown", note: names.join(", ") };
}

export function isMechanism(term: SpfTerm): term is Mechanism {
  return "qualifier" in term;
}

/** The record's `redirect` or `exp`; a sound record has one at most. */
export function referenceOf(spf: SpfRecord, kind: ReferenceTerm["kind"]): ReferenceTerm | undefined {
  return spf.terms.find((term): term is ReferenceTerm => term.kind === kind);
}

export function textOf(spf: SpfRecord, term: SpfTerm): string {
  return spf.source.text.slice(term.span.start, term.span.end);
}

function step(
  session: Session,
  depth: number,
  domain: string,
  term: string,
  outcome: TraceStep["outcome"],
  note?: string,
): void {
  const { lookups, trace } = session;
  trace.push({
    depth,
    domain,
    term: term.replaceAll(HOLE, "..."),
    outcome,
    lookups,
    ...(note === undefined ? {} : { note }),
  });
}
