import type { Rule } from "../rule.ts";
import { spfAllMissing, spfAllNeutral, spfAllPlus } from "./all.ts";
import { spfDomainEmptyLabel, spfIncludeUrl } from "./domains.ts";
import { spfMultipleRecords } from "./names.ts";
import { SPF_TERM_RULES } from "./terms.ts";

/** Every rule about SPF records. */
export const SPF_RULES: readonly Rule[] = [
  ...SPF_TERM_RULES,
  spfAllPlus,
  spfAllNeutral,
  spfAllMissing,
  spfDomainEmptyLabel,
  spfIncludeUrl,
  spfMultipleRecords,
];
