import type { BinaryOperator } from "./ast.ts";
import type { Reader } from "./reader.ts";

/** How tightly operators bind; the higher, the tighter. */
export const LEVELS: Readonly<Record<BinaryOperator, number>> = {
  "||": 0,
  "&&": 1,
  "==": 2,
  "!=": 2,
  ">=": 3,
  "<=": 3,
  ">": 3,
  "<": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
};

/** The operator between two operands that begins at the reader's place. */
export function operatorAt(reader: Reader): BinaryOperator | undefined {
  switch (reader.code()) {
    case 0x2a:
      return "*";
    case 0x2f:
      return "/";
    case 0x25:
      return "%";
    case 0x2b:
      return "+";
    case 0x2d:
      return "-";
    case 0x3e:
      return reader.code(1) === 0x3d ? ">=" : ">";
    case 0x3c:
      return reader.code(1) === 0x3d ? "<=" : "<";
    case 0x3d:
      // `=>` parts the key of a `for` from its value.
      return reader.code(1) === 0x3d ? "==" : undefined;
    case 0x21:
      return reader.code(1) === 0x3d ? "!=" : undefined;
    case 0x26:
      return reader.code(1) === 0x26 ? "&&" : undefined;
    case 0x7c:
      return reader.code(1) === 0x7c ? "||" : undefined;
    default:
      return undefined;
  }
}
