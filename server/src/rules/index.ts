import { BIMI_RULES } from "./bimi/rules.ts";
import { DKIM_RULES } from "./dkim/rules.ts";
import { DMARC_RULES } from "./dmarc/rules.ts";
import { MAIL_RULES } from "./mail/rules.ts";
import { MTASTS_RULES } from "./mtasts/rules.ts";
import { RDATA_RULES } from "./rdata/rules.ts";
import type { Rule } from "./rule.ts";
import { SPF_RULES } from "./spf/rules.ts";
import { TERRAFORM_RULES } from "./terraform/rules.ts";
import { TLSRPT_RULES } from "./tlsrpt/rules.ts";
import { TXT_RULES } from "./txt/rules.ts";
import { ZONE_RULES } from "./zone/rules.ts";
import { ZONEFILE_RULES } from "./zonefile/rules.ts";
import { suppressionUnused } from "./zonefile/suppressions.ts";

/** Every rule there is. */
export const RULES: readonly Rule[] = [
  ...ZONEFILE_RULES,
  ...ZONE_RULES,
  suppressionUnused,
  ...RDATA_RULES,
  ...TXT_RULES,
  ...SPF_RULES,
  ...DKIM_RULES,
  ...DMARC_RULES,
  ...TLSRPT_RULES,
  ...MTASTS_RULES,
  ...BIMI_RULES,
  ...MAIL_RULES,
  ...TERRAFORM_RULES,
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of that id. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
