import type { Rule } from "../rule.ts";
import * as advice from "./advice.ts";
import * as cnames from "./cnames.ts";
import * as domains from "./domains.ts";
import * as flags from "./flags.ts";
import * as keys from "./keys.ts";
import * as owners from "./owners.ts";
import * as pasted from "./pasted.ts";
import * as structure from "./structure.ts";
import * as version from "./version.ts";

/** Every rule about DKIM key records. */
export const DKIM_RULES: readonly Rule[] = [
  version,
  structure,
  flags,
  pasted,
  keys,
  advice,
  owners,
  cnames,
  domains,
].flatMap((group) => Object.values<unknown>(group).filter(isRule));

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "id" in value;
}
