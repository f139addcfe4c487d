import { COMMON, TEXTS } from "./rows/common.ts";
import { OLD_TYPES, SPECIAL } from "./rows/old.ts";
import { SECURITY } from "./rows/security.ts";
import { SERVICES } from "./rows/services.ts";
import type { RecordType } from "./type.ts";

/** Every record type there is. */
export const TYPES: readonly RecordType[] = [
  ...COMMON,
  ...TEXTS,
  ...SERVICES,
  ...SECURITY,
  ...OLD_TYPES,
  ...SPECIAL,
];

const BY_CODE = new Map(TYPES.map((type) => [type.code, type]));

/** The row of a type code; undefined for types that have none. */
export function recordType(code: number): RecordType | undefined {
  return BY_CODE.get(code);
}
