import type { KindName } from "./kinds.ts";
import type { Reading } from "./reading.ts";
import type { Wire } from "./wire.ts";

/** One field of a record type. */
export interface Field {
  /** The RFC's name. */
  readonly name: string;
  readonly kind: KindName;
  /** What it is, in plain words. */
  readonly about: string;
  /** What its values mean, where they are few. */
  readonly values?: Readonly<Record<string, string>>;
  /** May be left out where nothing follows. */
  readonly optional?: true;
  /** Takes all that is left: at least one, or also none. */
  readonly repeat?: "some" | "any";
  /** What to write where it was forgotten. */
  readonly usual?: string;
}

/** A record type: one row of the table. */
export interface RecordType {
  /** The mnemonic. */
  readonly name: string;
  readonly code: number;
  /** Where it is specified. */
  readonly ref: string;
  /** What a record of it does, in plain words; `{owner}` and `{field}` stand for what the record holds. */
  readonly does: string;
  readonly fields: readonly Field[];
  /** Exists in class IN alone; in other classes the type is unknown. */
  readonly only?: "IN";
  /** Has no presentation form but the generic one of RFC 3597. */
  readonly generic?: true;
  /** Exists in questions and messages, never in a zone. */
  readonly meta?: true;
  /** Known to these servers alone; those of `refusing` refuse its mnemonic. */
  readonly dialect?: string;
  /** Left out: BIND, NSD and Knot. */
  readonly refusing?: string;
  /** Name servers refuse it; what to write instead of the type. */
  readonly refused?: string;
  /** What to use today. */
  readonly obsolete?: string;
  /** What no field can see by itself; asked where all fields could be read. */
  readonly check?: (reading: Reading) => void;
  /** Prints the rdata where the wire has the fields in another order. */
  readonly print?: (wire: Wire) => string | undefined;
  /** Whether octets are of a version or kind that has no presentation form, so that the generic one stays. */
  readonly isOpaque?: (octets: string) => boolean;
  /** Fields that stand in no order are printed in this one. */
  readonly order?: (text: string) => number;
}

/** A field of a row. */
export function field(name: string, kind: KindName, about: string, more: Partial<Field> = {}): Field {
  return { name, kind, about, ...more };
}

/** A row of the table. */
export function row(
  name: string,
  code: number,
  ref: string,
  does: string,
  fields: readonly Field[],
  more: Partial<RecordType> = {},
): RecordType {
  return { name, code, ref, does, fields, ...more };
}
