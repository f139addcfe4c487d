import type { Rule } from "../rule.ts";
import { CAA_RULES } from "./caa.ts";
import { DNSSEC_RULES } from "./dnssec.ts";
import { RDATA_FAULT_RULES } from "./faults.ts";
import { SERVICE_RULES } from "./services.ts";
import { SOA_RULES } from "./soa.ts";

export const RDATA_RULES: readonly Rule[] = [
  ...RDATA_FAULT_RULES,
  ...SOA_RULES,
  ...CAA_RULES,
  ...SERVICE_RULES,
  ...DNSSEC_RULES,
];
