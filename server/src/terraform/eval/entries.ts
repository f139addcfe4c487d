import { madeText, type Origin } from "./text.ts";
import type { Type } from "./type.ts";
import {
  type Entry,
  type ObjectValue,
  ofEntries,
  ofText,
  plainOf,
  type StringValue,
  unknown,
  type Value,
} from "./value.ts";

/** Entries of an object in the making: the last one of a key holds. */
export class Entries {
  readonly #entries = new Map<string, Entry>();
  #isOpen = false;

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  get(name: string): Value | undefined {
    return this.#entries.get(name)?.value;
  }

  /** A key that is not known may be any of those before it. */
  set(key: Value, value: Value): void {
    const name = plainOf(key);
    if (name === undefined) this.setUnknown();
    else this.#entries.set(name, { key: keyValue(key, name), value });
  }

  /** Any number of entries that are not known. */
  setUnknown(): void {
    this.#isOpen = true;
    for (const [name, { key, value }] of this.#entries) {
      this.#entries.set(name, { key, value: unknown(value.at) });
    }
  }

  /** All entries of another object. */
  setAll(other: ObjectValue): void {
    if (other.isOpen) this.setUnknown();
    for (const [name, entry] of other.entries) this.#entries.set(name, entry);
  }

  /** Entries that are not known, none of which has a key of those that are. */
  open(): void {
    this.#isOpen = true;
  }

  value(at: Origin, of?: Type): ObjectValue {
    return ofEntries(this.#entries, at, this.#isOpen, of);
  }
}

function keyValue(key: Value, name: string): StringValue {
  return key.kind === "string" ? key : ofText(madeText(name, key.at), key.at);
}
