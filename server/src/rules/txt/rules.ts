import type { Rule } from "../rule.ts";

export const TXT_RULES: readonly Rule[] = [];
