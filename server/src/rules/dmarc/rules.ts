import type { Rule } from "../rule.ts";
import { dmarcMultipleRecords, dmarcOwnerTypo, dmarcWrongOwner } from "./names.ts";
import { DMARC_POLICY_RULES } from "./policy.ts";
import { DMARC_STRUCTURE_RULES } from "./structure.ts";
import { DMARC_URI_RULES } from "./uris.ts";
import { DMARC_VALUE_RULES } from "./values.ts";

/** Every rule about DMARC records. */
export const DMARC_RULES: readonly Rule[] = [
  ...DMARC_STRUCTURE_RULES,
  ...DMARC_VALUE_RULES,
  ...DMARC_POLICY_RULES,
  ...DMARC_URI_RULES,
  dmarcMultipleRecords,
  dmarcOwnerTypo,
  dmarcWrongOwner,
];
