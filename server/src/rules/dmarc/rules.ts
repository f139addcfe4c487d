import type { Rule } from "../rule.ts";

export const DMARC_RULES: readonly Rule[] = [];
