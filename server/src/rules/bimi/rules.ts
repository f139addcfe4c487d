import type { Rule } from "../rule.ts";
import { BIMI_DOMAIN_RULES } from "./domains.ts";
import { BIMI_OWNER_RULES } from "./owners.ts";
import { BIMI_RECORD_RULES } from "./records.ts";

/** Every rule about BIMI records. */
export const BIMI_RULES: readonly Rule[] = [...BIMI_RECORD_RULES, ...BIMI_OWNER_RULES, ...BIMI_DOMAIN_RULES];
