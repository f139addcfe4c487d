import type { SyntaxProblem } from "../dns/document.ts";
import { baseName } from "../text/path.ts";
import { INCLUDE_DEPTH, INCLUDE_MOST, type Include, type IncludedDocument } from "./includes.ts";

type Kind = Include<IncludedDocument>["kind"];

// What each outcome is called, and what it means for the zone.
const SAID: Readonly<Partial<Record<Kind, readonly [string, (file: string) => string]>>> = {
  missing: ["zone-include-missing", (file) => `There is no file ${file}: name servers refuse the zone`],
  outside: [
    "zone-include-outside",
    (file) =>
      `${file} lies outside the workspace and is not read: what it adds to the zone is not known here`,
  ],
  "not-zone": ["zone-include-not-zone", (file) => `${file} is not a zone file: name servers refuse the zone`],
  cycle: [
    "zone-include-cycle",
    (file) =>
      `${file} includes itself, at last: name servers open files until they can open no more, and refuse the zone`,
  ],
  deep: [
    "zone-include-deep",
    (file) =>
      `${file} is not read: more than ${INCLUDE_DEPTH} files include one another here, or ${INCLUDE_MOST} in all`,
  ],
  empty: ["zone-include-empty", (file) => `${file} is empty: it adds nothing to the zone`],
};

/** What is wrong with the file that an `$INCLUDE` names; offsets relative to its block. */
export function problemOfInclude(
  { kind, uri, directive, document }: Include<IncludedDocument>,
  chain: readonly string[],
): SyntaxProblem | undefined {
  const said = SAID[kind];
  const [file] = directive.args;
  if (said === undefined || file === undefined || (kind === "empty" && document === undefined))
    return undefined;
  const [rule, message] = said;
  const way =
    kind === "cycle" ? ` (${[...chain.slice(chain.indexOf(uri)), uri].map(baseName).join(" > ")})` : "";
  return {
    rule,
    message: `${message(`\`${file.raw}\``)}${way}`,
    start: file.start,
    end: file.end,
    fixes: [],
  };
}
