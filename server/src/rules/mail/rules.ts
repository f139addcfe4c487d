import type { Rule } from "../rule.ts";

export const MAIL_RULES: readonly Rule[] = [];
