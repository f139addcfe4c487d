import type { DomainSpec, SpfProblem, SpfTerm } from "../spf.ts";
import { causeOfDomain, causeOfModifier } from "./causes.ts";
import { DOT, isAlphanumeric, MINUS, UNDERSCORE } from "./octets.ts";

/** What is wrong with a term that the grammar accepts: names no DNS name can match, `=` where `:` was meant. */
export function suspicionOf(text: string, term: SpfTerm): SpfProblem | undefined {
  switch (term.kind) {
    case "include":
    case "exists":
    case "ptr":
    case "a":
    case "mx":
    case "redirect":
    case "exp":
      return term.domain === undefined ? undefined : suspiciousTarget(text, term, term.domain);
    case "modifier":
      return causeOfModifier(text, term.span, term.name);
    default:
      return undefined;
  }
}

function suspiciousTarget(text: string, term: SpfTerm, domain: DomainSpec): SpfProblem | undefined {
  const { literal, span } = domain;
  if (literal === undefined) return suspiciousParts(domain);
  if (isHostName(text, span.start, span.end)) return undefined;
  return causeOfDomain(text, term.span, span);
}

const LABEL_MAX = 63;
const NAME_MAX = 253;

// One pass: every target of every record comes through here.
function isHostName(text: string, start: number, end: number): boolean {
  let label = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (label === 0) return false;
      label = 0;
    } else if (isAlphanumeric(code) || code === MINUS || code === UNDERSCORE) {
      if (++label > LABEL_MAX) return false;
    } else return false;
  }
  return end - start <= NAME_MAX && text.slice(end - 4, end).toLowerCase() !== "-all";
}

/** A label that stands whole between macros is too long whatever they expand to. */
function suspiciousParts({ parts, span }: DomainSpec): SpfProblem | undefined {
  for (const part of parts) {
    if (part.kind !== "literal" || part.text.length <= LABEL_MAX) continue;
    if (part.text.split(".").some((label) => label.length > LABEL_MAX)) {
      return { kind: "label-length", span };
    }
  }
  return undefined;
}
