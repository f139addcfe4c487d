import type { Origin } from "./text.ts";
import { unknown, type Value } from "./value.ts";

/** Values that are computed when somebody asks, and once; one that needs itself is unknown. */
export class Once {
  readonly #values = new Map<string, Value>();
  readonly #open = new Set<string>();

  value(key: string, at: Origin, compute: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) return unknown(at);
    this.#open.add(key);
    const value = compute();
    this.#open.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** The value, where it has been computed. */
  known(key: string): Value | undefined {
    return this.#values.get(key);
  }
}
