import type { Rule } from "../rule.ts";
import { ALIAS_RULES } from "./aliases.ts";
import { APEX_RULES } from "./apex.ts";
import { CUT_RULES } from "./cuts.ts";
import { DNSSEC_RULES } from "./dnssec.ts";
import { OWNER_RULES } from "./owners.ts";
import { RRSET_RULES } from "./rrsets.ts";
import { SERIAL_RULES } from "./serial.ts";
import { SIGNED_RULES } from "./signed.ts";
import { TARGET_RULES } from "./targets.ts";

/** Every rule about how the records of a zone stand together. */
export const ZONE_RULES: readonly Rule[] = [
  ...APEX_RULES,
  ...CUT_RULES,
  ...RRSET_RULES,
  ...ALIAS_RULES,
  ...TARGET_RULES,
  ...OWNER_RULES,
  ...DNSSEC_RULES,
  ...SIGNED_RULES,
  ...SERIAL_RULES,
];
