import * as dkimAdvice from "./dkim/advice.ts";
import * as dkimStructure from "./dkim/structure.ts";
import * as dkimVersion from "./dkim/version.ts";
import type { Rule } from "./rule.ts";
import { spfAllMissing, spfAllNeutral, spfAllPlus } from "./spf/all.ts";
import { spfDomainEmptyLabel, spfIncludeUrl } from "./spf/domains.ts";
import { spfMultipleRecords } from "./spf/names.ts";
import { SPF_TERM_RULES } from "./spf/terms.ts";
import { ZONE_SYNTAX_RULES } from "./zonefile/syntax.ts";

/** Every rule there is. */
export const RULES: readonly Rule[] = [
  ...ZONE_SYNTAX_RULES,
  ...SPF_TERM_RULES,
  spfAllPlus,
  spfAllNeutral,
  spfAllMissing,
  spfDomainEmptyLabel,
  spfIncludeUrl,
  spfMultipleRecords,
  ...[dkimVersion, dkimStructure, dkimAdvice].flatMap((group) =>
    Object.values<unknown>(group).filter(isRule),
  ),
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "id" in value;
}

/** The rule of that id. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
