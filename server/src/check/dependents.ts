/** Which names were told something about another: they have to be asked again when that one changes. */
export class Dependents {
  readonly #of = new Map<string, Set<string>>();

  add(name: string, dependent: string): void {
    const names = this.#of.get(name);
    if (names === undefined) this.#of.set(name, new Set([dependent]));
    else names.add(dependent);
  }

  /** Those of one name. */
  of(name: string): ReadonlySet<string> {
    return this.#of.get(name) ?? NOBODY;
  }

  /** Every name that somebody was told something about, or asked about in vain. */
  get asked(): Iterable<string> {
    return this.#of.keys();
  }
}

const NOBODY: ReadonlySet<string> = new Set();
