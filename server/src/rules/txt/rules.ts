import type { Rule } from "../rule.ts";
import { TXT_LENGTH_RULES } from "./lengths.ts";
import { TXT_PASTED_RULES } from "./pasted.ts";

/** Rules about any TXT record. */
export const TXT_RULES: readonly Rule[] = [...TXT_PASTED_RULES, ...TXT_LENGTH_RULES];
