/** What was made of texts, those asked for last: many records look something up in one text, and an edit asks again for all. */
export class RecentTexts<T> {
  readonly #made = new Map<string, { readonly value: T }>();
  readonly #most: number;
  #kept = 0;

  /** @param most characters of all texts that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was made of the text, or is made now. */
  get(text: string, make: () => T): T {
    const known = this.#made.get(text);
    const kept = known ?? { value: make() };
    if (known === undefined) this.#kept += text.length;
    else this.#made.delete(text);
    this.#made.set(text, kept);
    for (const one of this.#made.keys()) {
      if (this.#kept <= this.#most) break;
      this.#kept -= one.length;
      this.#made.delete(one);
    }
    return kept.value;
  }
}
