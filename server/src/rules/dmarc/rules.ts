import type { Rule } from "../rule.ts";
import { DMARC_COVERAGE_RULES } from "./coverage.ts";
import { DMARC_DOMAIN_RULES } from "./domains.ts";
import { DMARC_FORM_RULES } from "./form.ts";
import { dmarcMultipleRecords, dmarcOwnerTypo, dmarcWrongOwner } from "./names.ts";
import { DMARC_OWNER_RULES } from "./owners.ts";
import { DMARC_POLICY_RULES } from "./policy.ts";
import { DMARC_REPORT_RULES } from "./reports.ts";
import { DMARC_STRUCTURE_RULES } from "./structure.ts";
import { DMARC_SUFFIX_RULES } from "./suffix.ts";
import { DMARC_URI_RULES } from "./uris.ts";
import { DMARC_VALUE_RULES } from "./values.ts";
import { DMARC_VERSION_RULES } from "./version.ts";

/** Every rule about DMARC records. */
export const DMARC_RULES: readonly Rule[] = [
  ...DMARC_VERSION_RULES,
  ...DMARC_STRUCTURE_RULES,
  ...DMARC_VALUE_RULES,
  ...DMARC_POLICY_RULES,
  ...DMARC_URI_RULES,
  ...DMARC_FORM_RULES,
  ...DMARC_SUFFIX_RULES,
  ...DMARC_OWNER_RULES,
  ...DMARC_DOMAIN_RULES,
  ...DMARC_COVERAGE_RULES,
  ...DMARC_REPORT_RULES,
  dmarcMultipleRecords,
  dmarcOwnerTypo,
  dmarcWrongOwner,
];
