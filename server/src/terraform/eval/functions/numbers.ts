import { add, compare, floor, fromDouble, isWhole, type Num, negated, toDouble, whole } from "../number.ts";
import { NUMBER } from "../type.ts";
import {
  boolOf,
  failed,
  isKnown,
  numOf,
  ofBool,
  ofList,
  ofNum,
  ofNumber,
  ofText,
  plainOf,
  textOf,
  type Value,
} from "../value.ts";
import { type TerraformFunction, wholeOf } from "./types.ts";

/** `ceil`, `max` and their like, and what becomes a simple value of another type. */
export const NUMBERS: Readonly<Record<string, TerraformFunction>> = {
  abs: ofOne((number) => (number.mantissa < 0n ? negated(number) : number)),
  ceil: ofOne((number) => (isWhole(number) ? number : whole(floor(number) + 1n))),
  floor: ofOne((number) => (isWhole(number) ? number : whole(floor(number)))),
  signum: ([value], at) => {
    const number = wholeOf(value);
    return number === undefined ? undefined : ofNumber(Math.sign(number), at);
  },
  max: ofMany((numbers) => numbers.reduce((most, one) => (compare(one, most) > 0 ? one : most))),
  min: ofMany((numbers) => numbers.reduce((least, one) => (compare(one, least) < 0 ? one : least))),
  pow: ofTwo((base, exponent) => base ** exponent),
  log: ofTwo((of, base) => Math.log(of) / Math.log(base)),
  range: (values, at) => {
    const numbers = values.flatMap((value) => numOf(value) ?? []);
    const [first, second, third] = numbers;
    if (first === undefined || numbers.length < values.length || numbers.length > 3) return undefined;
    const start = second === undefined ? whole(0) : first;
    const end = second ?? first;
    const isDown = third === undefined ? compare(start, end) > 0 : third.mantissa < 0n;
    const step = third ?? whole(isDown ? -1 : 1);
    const left = compare(end, start);
    if (left !== 0 && (step.mantissa === 0n || left < 0 !== isDown)) return failed(at);
    const items: Value[] = [];
    for (let i: Num | undefined = start; i !== undefined; i = add(i, step)) {
      if (isDown ? compare(i, end) <= 0 : compare(i, end) >= 0) return ofList(items, at, NUMBER);
      if (items.length >= 1024) return failed(at);
      items.push(ofNum(i, at));
    }
    return undefined;
  },
  parseint: ([text, base], at) => {
    const digits = plainOf(text);
    const radix = wholeOf(base);
    if (text?.kind !== "string" || digits === undefined || radix === undefined) return undefined;
    const [, sign, body = ""] = /^([+-]?)([0-9a-zA-Z]+)$/.exec(digits) ?? [];
    if (radix < 2 || radix > 62 || body === "") return failed(at);
    let value = 0n;
    for (const char of radix <= 36 ? body.toLowerCase() : body) {
      const digit = ALPHABET.indexOf(char);
      if (digit >= radix) return failed(at);
      value = value * BigInt(radix) + BigInt(digit);
    }
    return ofNum(whole(sign === "-" ? -value : value, Math.max(64, 6 * body.length)), at);
  },
  tonumber: ([value], at) => {
    if (value?.kind === "null") return { ...value, type: NUMBER };
    return value?.kind === "number" || value?.kind === "string"
      ? numOf(value) && ofNum(numOf(value), at)
      : undefined;
  },
  tobool: ([value], at) => {
    if (value?.kind === "null") return { ...value, type: { kind: "bool" } };
    const bool = boolOf(value);
    return bool === undefined ? undefined : ofBool(bool, at);
  },
  tostring: ([value], at) => {
    if (value?.kind === "null" || value?.kind === "unknown") return { ...value, type: { kind: "string" } };
    const text = value && textOf(value);
    return text === undefined ? undefined : ofText(text, at);
  },
};

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function ofOne(apply: (number: Num) => Num | undefined): TerraformFunction {
  return ([value], at) => {
    const number = numOf(value);
    return number === undefined ? undefined : ofNum(apply(number), at);
  };
}

function ofMany(apply: (numbers: readonly Num[]) => Num): TerraformFunction {
  return (values, at) => {
    const numbers = values.flatMap((value) => numOf(value) ?? []);
    if (numbers.length < values.length) return undefined;
    return numbers.length === 0 ? failed(at) : ofNum(apply(numbers), at);
  };
}

// What Go computes with doubles. The last bits of what is no whole number may be others than here: those are not told.
function ofTwo(apply: (a: number, b: number) => number): TerraformFunction {
  return (values, at) => {
    const [a, b] = values.map(numOf);
    if (a === undefined || b === undefined) return values.every(isKnown) ? failed(at) : undefined;
    const result = apply(toDouble(a), toDouble(b));
    return ofNum(
      Number.isSafeInteger(result) && isWhole(a) && isWhole(b) ? fromDouble(result) : undefined,
      at,
    );
  };
}
