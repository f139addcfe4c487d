import type { At, Reading } from "./reading.ts";
import type { RecordType } from "./type.ts";

/** Says who refuses a zone with the mnemonic of a type; nothing where all know it, or none loads the record from a file. */
export function noteDialect({ name, dialect, refusing }: RecordType, reading: Reading, at: At): void {
  if (dialect === undefined || reading.context.isHosted === true) return;
  reading.warn(
    "zone-dialect-type",
    `${name} is known to ${dialect} alone: ${refusing ?? "BIND, NSD and Knot"} refuse the zone`,
    at,
  );
}
