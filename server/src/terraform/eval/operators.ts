import type { BinaryOperator } from "../hcl/ast.ts";
import type { Origin } from "./text.ts";
import { boolOf, failed, isKnown, keyOf, numberOf, ofBool, ofNumber, unknown, type Value } from "./value.ts";

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => number>>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};

const COMPARISON: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => boolean>>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `left operator right`, of values that are both evaluated: Terraform never skips an operand. */
export function binary(operator: BinaryOperator, left: Value, right: Value, at: Origin): Value {
  if (operator === "&&" || operator === "||") return logic(operator, left, right, at);
  if (operator === "==" || operator === "!=") return equality(operator, left, right, at);
  if (left.kind === "unknown" || right.kind === "unknown" || !isKnown(left) || !isKnown(right)) {
    return isFailed(left) || isFailed(right) ? failed(at) : unknown(at);
  }
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return failed(at);
  const compared = COMPARISON[operator]?.(a, b);
  if (compared !== undefined) return ofBool(compared, at);
  const result = ARITHMETIC[operator]?.(a, b);
  return result === undefined ? failed(at) : ofNumber(result, at);
}

/** `-value` and `!value`. */
export function unary(operator: "-" | "!", of: Value, at: Origin): Value {
  if (!isKnown(of)) return isFailed(of) ? failed(at) : unknown(at);
  if (operator === "!") {
    const value = boolOf(of);
    return value === undefined ? failed(at) : ofBool(!value, at);
  }
  const value = numberOf(of);
  return value === undefined ? failed(at) : ofNumber(value === 0 ? 0 : -value, at);
}

function logic(operator: "&&" | "||", left: Value, right: Value, at: Origin): Value {
  const a = boolOf(left);
  const b = boolOf(right);
  const decisive = operator === "||";
  if (a === decisive || b === decisive) return ofBool(decisive, at);
  if (a !== undefined && b !== undefined) return ofBool(!decisive, at);
  return isKnown(left) && isKnown(right) ? failed(at) : unknown(at);
}

function equality(operator: "==" | "!=", left: Value, right: Value, at: Origin): Value {
  // What is written is not null, even where it is not known what it is.
  if (!isKnown(left) || !isKnown(right)) {
    const other = left.kind === "null" ? right : right.kind === "null" ? left : undefined;
    const isThere =
      other !== undefined && (other.kind === "string" || other.kind === "list" || other.kind === "object");
    if (isThere) return ofBool(operator === "!=", at);
    return isFailed(left) || isFailed(right) ? failed(at) : unknown(at);
  }
  const isSame = left.kind === right.kind && keyOf(left) === keyOf(right);
  return ofBool(isSame === (operator === "=="), at);
}

function isFailed(value: Value): boolean {
  return value.kind === "unknown" && value.failed;
}
