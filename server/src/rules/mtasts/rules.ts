import type { Rule } from "../rule.ts";
import { MTASTS_DOMAIN_RULES } from "./domains.ts";
import { MTASTS_OWNER_RULES } from "./owners.ts";
import { MTASTS_POLICY_RULES } from "./policy.ts";
import { MTASTS_RECORD_RULES } from "./records.ts";

/** Every rule about MTA-STS records. */
export const MTASTS_RULES: readonly Rule[] = [
  ...MTASTS_RECORD_RULES,
  ...MTASTS_OWNER_RULES,
  ...MTASTS_DOMAIN_RULES,
  ...MTASTS_POLICY_RULES,
];
