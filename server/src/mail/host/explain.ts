import { targetName } from "../resolver.ts";
import { parseMacroString } from "../spf/domainSpec.ts";
import type { DomainSpec, SpfProblem } from "../spf.ts";
import { expandDomain, expandExplanation } from "./macros.ts";
import { type Session, valuesAt } from "./session.ts";

/**
 * The explanation of a fail (RFC 7208 section 6.2); "" wherever the RFC says to go on as if there were no `exp`.
 * @param domain the domain whose record holds `exp`
 */
export function explanationOf(exp: DomainSpec, domain: string, session: Session): string {
  const values = valuesAt(domain, session);
  const expanded = expandDomain(exp, values);
  const name = expanded === undefined ? undefined : targetName(expanded);
  if (name === undefined) return "";
  const answer = session.resolve(name, "TXT");
  if (answer.kind === "unknown") for (const each of answer.names) session.unknown.add(each);
  if (answer.kind !== "records" || answer.values.length !== 1) return "";
  const text = answer.values[0] ?? "";
  if (NOT_ASCII.test(text)) return "";
  const problems: SpfProblem[] = [];
  const spec = parseMacroString(text, 0, text.length, problems);
  // c, r and t are at home here (section 7.2).
  if (problems.some(({ kind }) => kind !== "macro-exp-only")) return "";
  const explanation = expandExplanation(spec, values) ?? "";
  // A local part may bring in what an SMTP reply must not hold.
  return NOT_ASCII.test(explanation) ? "" : explanation;
}

const NOT_ASCII = /[^\x20-\x7e]/;
