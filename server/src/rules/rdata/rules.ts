import type { Rule } from "../rule.ts";

export const RDATA_RULES: readonly Rule[] = [];
