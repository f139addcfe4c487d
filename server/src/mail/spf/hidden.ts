// Terms of which a part is not known here: what can be said of them all the same.
import type { SpfTerm } from "../spf.ts";
import type { Keyword } from "./keywords.ts";

/** Whether a term may be a mechanism that is not known, in its place among the others. */
export function isHiddenMechanism(term: SpfTerm): boolean {
  return term.kind === "unknown" && term.keyword !== "redirect" && term.keyword !== "exp";
}

/** Whether a term is a `redirect`, known or not. */
export function isRedirect(term: SpfTerm): boolean {
  return term.kind === "redirect" || (term.kind === "unknown" && term.keyword === "redirect");
}

/** How many lookups a hidden term costs at least (RFC 7208 section 4.6.4). */
export function hiddenLookups(term: SpfTerm): number {
  return term.kind === "unknown" && ASKING.has(term.keyword) ? 1 : 0;
}

const ASKING: ReadonlySet<Keyword | undefined> = new Set(["include", "a", "mx", "ptr", "exists", "redirect"]);
