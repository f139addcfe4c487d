import type { BinaryOperator } from "../hcl/ast.ts";
import { areEqual } from "./convert.ts";
import { add, compare, divide, multiply, type Num, negated, remainder, subtract } from "./number.ts";
import type { Origin } from "./text.ts";
import { BOOL, NUMBER } from "./type.ts";
import { boolOf, failed, isKnown, isSettled, numOf, ofBool, ofNum, unknown, type Value } from "./value.ts";

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (a: Num, b: Num) => Num | undefined>>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": remainder,
};

const COMPARISON: Readonly<Partial<Record<BinaryOperator, (difference: number) => boolean>>> = {
  "<": (difference) => difference < 0,
  "<=": (difference) => difference <= 0,
  ">": (difference) => difference > 0,
  ">=": (difference) => difference >= 0,
};

/** `left operator right`, of values that are both evaluated: Terraform never skips an operand. */
export function binary(operator: BinaryOperator, left: Value, right: Value, at: Origin): Value {
  if (isFailed(left) || isFailed(right)) return failed(at);
  if (operator === "&&" || operator === "||") return logic(operator, left, right, at);
  if (operator === "==" || operator === "!=") return equality(operator, left, right, at);
  const compares = COMPARISON[operator];
  if (!isSettled(left) || !isSettled(right)) return unknown(at, compares === undefined ? NUMBER : BOOL);
  const a = numOf(left);
  const b = numOf(right);
  if (a === undefined || b === undefined) return failed(at);
  return compares === undefined
    ? ofNum(ARITHMETIC[operator]?.(a, b), at)
    : ofBool(compares(compare(a, b)), at);
}

/** `-value` and `!value`. */
export function unary(operator: "-" | "!", of: Value, at: Origin): Value {
  if (!isSettled(of)) return isFailed(of) ? failed(at) : unknown(at, operator === "-" ? NUMBER : BOOL);
  if (operator === "!") {
    const value = boolOf(of);
    return value === undefined ? failed(at) : ofBool(!value, at);
  }
  const value = numOf(of);
  return value === undefined ? failed(at) : ofNum(negated(value), at);
}

function logic(operator: "&&" | "||", left: Value, right: Value, at: Origin): Value {
  const a = boolOf(left);
  const b = boolOf(right);
  const isWrong = (value: Value, bool: boolean | undefined) => bool === undefined && isKnown(value);
  if (isWrong(left, a) || isWrong(right, b)) return failed(at);
  const decisive = operator === "||";
  if (a === decisive || b === decisive) return ofBool(decisive, at);
  return a !== undefined && b !== undefined ? ofBool(!decisive, at) : unknown(at, BOOL);
}

function equality(operator: "==" | "!=", left: Value, right: Value, at: Origin): Value {
  // What is written is not null, even where it is not known what it is.
  if (!isKnown(left) || !isKnown(right)) {
    const other = left.kind === "null" ? right : right.kind === "null" ? left : undefined;
    const isThere =
      other !== undefined && (other.kind === "string" || other.kind === "list" || other.kind === "object");
    return isThere ? ofBool(operator === "!=", at) : unknown(at, BOOL);
  }
  const isEqual = areEqual(left, right);
  return isEqual === undefined ? unknown(at, BOOL) : ofBool(isEqual === (operator === "=="), at);
}

function isFailed(value: Value): boolean {
  return value.kind === "unknown" && value.failed;
}
