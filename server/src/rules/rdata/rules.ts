import type { Rule } from "../rule.ts";
import { RDATA_FAULT_RULES } from "./faults.ts";

export const RDATA_RULES: readonly Rule[] = [...RDATA_FAULT_RULES];
