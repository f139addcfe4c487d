import type { Rule } from "../rule.ts";
import { TLSRPT_DOMAIN_RULES } from "./domains.ts";
import { TLSRPT_OWNER_RULES } from "./owners.ts";
import { TLSRPT_RECORD_RULES } from "./records.ts";

/** Every rule about TLS-RPT records. */
export const TLSRPT_RULES: readonly Rule[] = [
  ...TLSRPT_RECORD_RULES,
  ...TLSRPT_OWNER_RULES,
  ...TLSRPT_DOMAIN_RULES,
];
