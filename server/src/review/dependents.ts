import { absoluteName, parentOf } from "../dns/names.ts";
import { LONGEST_CHAIN } from "../mail/resolver.ts";
import { parseSpf, type SpfTerm } from "../mail/spf.ts";
import { targetOf } from "./rdata.ts";
import type { Side } from "./snapshot.ts";

/**
 * Tells of an SPF record whether it asks about one of the names, itself or by way of what it includes. Only names are
 * followed, no addresses counted: most records of a repository need no more to be left alone.
 */
export function askerOf(side: Side, names: ReadonlySet<string>): (owner: string) => boolean {
  const cuts = new Set(
    [...names].filter((name) => side.at(name, "NS").length > 0 && side.at(name, "SOA").length === 0),
  );
  const wildcards = [...names].some((name) => name.startsWith("*."));
  const known = new Map<string, boolean>();

  /** A name may begin to be answered, or cease to be, where a wildcard or a delegation above it changes. */
  const isTouched = (name: string): boolean => {
    if (names.has(name)) return true;
    if (cuts.size === 0 && !wildcards) return false;
    for (let at = parentOf(name); at !== undefined; at = parentOf(at)) {
      if (cuts.has(at) || names.has(at === "." ? "*." : `*.${at}`)) return true;
    }
    return false;
  };
  const asksHost = (host: string): boolean => {
    let name: string | undefined = host;
    for (let hops = 0; name !== undefined && hops < LONGEST_CHAIN; hops++) {
      if (isTouched(name)) return true;
      const [alias] = side.at(name, "CNAME");
      name = alias === undefined ? undefined : targetOf(alias);
    }
    return false;
  };
  const asksTerm = (term: SpfTerm, owner: string): boolean => {
    if (!("domain" in term) || term.kind === "exp") return false;
    const literal = term.domain === undefined ? owner : nameOf(term.domain.literal);
    if (literal === undefined) return false;
    if (term.kind === "include" || term.kind === "redirect") return asks(literal);
    if (term.kind !== "mx") return asksHost(literal);
    return isTouched(literal) || side.at(literal, "MX").some((record) => asksHost(targetOf(record) ?? "."));
  };
  const asks = (owner: string): boolean => {
    const answer = known.get(owner);
    if (answer !== undefined) return answer;
    known.set(owner, false);
    const found =
      asksHost(owner) ||
      side
        .at(owner, "TXT")
        .some(
          ({ text }) =>
            isSpf(text?.text) &&
            text !== undefined &&
            parseSpf(text).terms.some((term) => asksTerm(term, owner)),
        );
    known.set(owner, found);
    return found;
  };
  return asks;
}

function isSpf(text: string | undefined): boolean {
  return /^v=spf1 /i.test(text ?? "");
}

function nameOf(written: string | undefined): string | undefined {
  return written === undefined ? undefined : absoluteName(written, ".");
}
