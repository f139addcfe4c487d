import type { Rule } from "../rule.ts";
import { SPF_ADVICE_RULES } from "./advice.ts";
import { SPF_ALL_RULES } from "./all.ts";
import { SPF_ARGUMENT_RULES } from "./arguments.ts";
import { SPF_INCLUDE_RULES } from "./includes.ts";
import { SPF_LOOKUP_RULES } from "./lookups.ts";
import { SPF_MAIL_NAME_RULES } from "./mailNames.ts";
import { SPF_NAME_RULES } from "./names.ts";
import { SPF_NETWORK_RULES } from "./networks.ts";
import { SPF_OVERLAP_RULES } from "./overlaps.ts";
import { SPF_PROVIDER_RULES } from "./providers.ts";
import { SPF_TERM_RULES } from "./terms.ts";
import { SPF_TEXT_RULES } from "./text.ts";

/** Every rule about SPF records. */
export const SPF_RULES: readonly Rule[] = [
  ...SPF_TEXT_RULES,
  ...SPF_TERM_RULES,
  ...SPF_ARGUMENT_RULES,
  ...SPF_ALL_RULES,
  ...SPF_NETWORK_RULES,
  ...SPF_OVERLAP_RULES,
  ...SPF_ADVICE_RULES,
  ...SPF_NAME_RULES,
  ...SPF_INCLUDE_RULES,
  ...SPF_LOOKUP_RULES,
  ...SPF_MAIL_NAME_RULES,
  ...SPF_PROVIDER_RULES,
];
