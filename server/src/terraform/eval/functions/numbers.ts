import type { Origin } from "../text.ts";
import { isKnown, numberOf, ofNumber, plainOf, unknown, type Value } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** `ceil`, `max` and their like. */
export const NUMBERS: Readonly<Record<string, TerraformFunction>> = {
  abs: ofOne(Math.abs),
  ceil: ofOne(Math.ceil),
  floor: ofOne(Math.floor),
  signum: ofOne(Math.sign),
  max: ofMany((numbers) => Math.max(...numbers)),
  min: ofMany((numbers) => Math.min(...numbers)),
  pow: ofMany(([base = 0, exponent = 0]) => base ** exponent),
  log: ofMany(([of = 0, base = 0]) => Math.log(of) / Math.log(base)),
  sum: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    if (!isKnown(list)) return unknown(at);
    return ofMany((numbers) => numbers.reduce((sum, one) => sum + one, 0))(list.items, at);
  },
  parseint: ([text, base], at) => {
    const digits = plainOf(text);
    const radix = numberOf(base);
    if (digits === undefined || radix === undefined) return undefined;
    const value = Number.parseInt(digits, radix);
    return /^-?[0-9a-z]+$/i.test(digits) ? ofNumber(value, at) : undefined;
  },
};

function ofOne(apply: (value: number) => number): TerraformFunction {
  return ofMany(([value = 0]) => apply(value) + 0);
}

function ofMany(apply: (values: readonly number[]) => number): TerraformFunction {
  return (values: readonly Value[], at: Origin) => {
    const numbers: number[] = [];
    for (const value of values) {
      const number = numberOf(value);
      if (number === undefined) return undefined;
      numbers.push(number);
    }
    return numbers.length === 0 ? undefined : ofNumber(apply(numbers), at);
  };
}
