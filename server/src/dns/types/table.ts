import { COMMON, TEXTS } from "./rows/common.ts";
import { CHAOS_A, OLD_TYPES, SPECIAL } from "./rows/old.ts";
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

/** The row that a type has in a class; undefined where it is unknown there. */
export function recordTypeIn(code: number, klass: number): RecordType | undefined {
  if (code === TYPE_A && klass !== CLASS_IN && klass !== CLASS_HS)
    return klass === CLASS_CH ? CHAOS_A : undefined;
  const row = recordType(code);
  return row?.only === "IN" && klass !== CLASS_IN ? undefined : row;
}

const TYPE_A = 1;
const CLASS_IN = 1;
const CLASS_CH = 3;
const CLASS_HS = 4;
