import type { Rule } from "../rule.ts";
import { caaUnquotedSemicolon, txtUnquotedSemicolon } from "./cut.ts";
import { INCLUDE_RULES } from "./includes.ts";
import { ZONE_SYNTAX_RULES } from "./syntax.ts";
import * as txt from "./txt.ts";

export const ZONEFILE_RULES: readonly Rule[] = [
  ...ZONE_SYNTAX_RULES,
  ...INCLUDE_RULES,
  txtUnquotedSemicolon,
  caaUnquotedSemicolon,
  ...Object.values(txt),
];
