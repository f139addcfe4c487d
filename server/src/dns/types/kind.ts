import type { Item, Reading } from "./reading.ts";
import type { Wire } from "./wire.ts";

/** What a kind needs to know of the field it reads. */
export interface Named {
  /** The RFC's name of the field, for messages. */
  readonly name: string;
  /** What to write where it was forgotten. */
  readonly usual?: string;
}

/** A kind of field: how its presentation form is read, and how it is printed from the wire. */
export interface Kind {
  /**
   * Takes the field's tokens; there is at least one, except for kinds that may be empty. Undefined: it could not be read,
   * and the reading says why.
   */
  read(reading: Reading, field: Named): Item | undefined;
  /** Presentation form of the octets that come next; undefined where they are none. `seen`: the fields before it. */
  print(wire: Wire, field: Named, seen: readonly string[]): string | undefined;
  /** Is asked, and gives its own answer, where no token is left. */
  readonly mayBeEmpty?: true;
}
