import { evaluateRecord, type Session } from "./host/evaluate.ts";
import { explanationOf } from "./host/explain.ts";
import type { IpAddress } from "./networks/sets.ts";
import type { Resolver } from "./resolver.ts";

/** RFC 7208 section 2.6. */
export type SpfResult = "none" | "neutral" | "pass" | "fail" | "softfail" | "temperror" | "permerror";

/** Who sends, and as whom (RFC 7208 section 4.1). Texts have one character per octet. */
export interface MailSession {
  readonly ip: IpAddress;
  /** Reverse-path without angle brackets; "" for a bounce, which stands for postmaster at the HELO name. */
  readonly mailFrom: string;
  /** What the client called itself; undefined where that is not known, and then what asks for it is unknown. */
  readonly helo: string | undefined;
  /** Name of the checking host, for %{r}; "unknown" where there is none. */
  readonly receiver?: string;
  /** Seconds since the epoch, for %{t}. */
  readonly time?: number;
}

export interface HostCheck {
  readonly result: SpfResult | "unknown";
  /** The term that decided, as written; "default" where none matched; undefined where there was no record to decide. */
  readonly mechanism: string | undefined;
  /** The domain whose record holds that term: after a redirect, its target. */
  readonly domain: string;
  /** Terms that cost a lookup, as far as the evaluation went; 11 where it broke off for that. */
  readonly lookups: number;
  readonly voidLookups: number;
  /** What a receiver tells the sender of a fail; "" where the domain gives no explanation. */
  readonly explanation: string;
  readonly trace: readonly TraceStep[];
  /** Names that would have to be known. Where the result is known all the same, only the explanation depends on them. */
  readonly unknown: readonly string[];
}

/** One step of an evaluation, in order. */
export interface TraceStep {
  /** 0 for the record asked for, one more inside each include or redirect. */
  readonly depth: number;
  readonly domain: string;
  /** A term as written; the record's whole text where its evaluation begins. */
  readonly term: string;
  readonly outcome: "record" | "match" | "no match" | "error" | "unknown";
  /** Terms with a lookup so far. */
  readonly lookups: number;
  /** What was found or went wrong, in words. */
  readonly note?: string;
}

/** check_host() of RFC 7208 section 4, all of it; nothing is guessed: what `resolve` does not know makes the result "unknown". */
export function checkHost(mail: MailSession, resolve: Resolver): HostCheck {
  const at = mail.mailFrom.lastIndexOf("@");
  const domain = at < 0 ? mail.mailFrom || (mail.helo ?? "") : mail.mailFrom.slice(at + 1);
  const local = at > 0 ? mail.mailFrom.slice(0, at) : "postmaster";
  const trace: TraceStep[] = [];
  const session: Session = {
    mail,
    local,
    origin: domain,
    resolve,
    trace,
    lookups: 0,
    voids: 0,
    unknown: new Set(),
  };
  const outcome = isQualified(domain)
    ? evaluateRecord(domain, session, 0)
    : { result: "none" as const, domain, mechanism: undefined, explanation: undefined };
  const explanation =
    outcome.result === "fail" && outcome.explanation !== undefined
      ? explanationOf(outcome.explanation, outcome.domain, session)
      : "";
  return {
    result: outcome.result,
    mechanism: outcome.mechanism,
    domain: outcome.domain,
    lookups: session.lookups,
    voidLookups: session.voids,
    explanation,
    trace,
    unknown: [...session.unknown],
  };
}

/** A name of one label, or none, is no domain to check (section 4.3). */
function isQualified(domain: string): boolean {
  return /[^.]\.[^.]/.test(domain);
}
