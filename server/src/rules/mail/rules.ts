import type { Rule } from "../rule.ts";
import { DANE_RULES } from "./dane.ts";
import { MX_RULES } from "./exchangers.ts";
import { NOTE_RULES } from "./notes.ts";
import { PLACE_RULES } from "./owners.ts";
import { PARKED_RULES } from "./parked.ts";
import { PROVIDER_RULES } from "./providers.ts";
import { SENDING_RULES } from "./sending.ts";

/** Every rule about what several records say together. */
export const MAIL_RULES: readonly Rule[] = [
  ...PLACE_RULES,
  ...MX_RULES,
  ...DANE_RULES,
  ...PARKED_RULES,
  ...PROVIDER_RULES,
  ...SENDING_RULES,
  ...NOTE_RULES,
];
