/** What was worked out lately, by its key. What is asked for again and again stays; of the rest, not more than twice `most`. */
export class Recent<Key, Made> {
  readonly #most: number;
  #newer = new Map<Key, Made>();
  #older = new Map<Key, Made>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Made | undefined {
    const found = this.#newer.get(key);
    if (found !== undefined) return found;
    const before = this.#older.get(key);
    if (before !== undefined) this.set(key, before);
    return before;
  }

  set(key: Key, made: Made): void {
    if (this.#newer.size >= this.#most) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, made);
  }

  clear(): void {
    this.#newer.clear();
    this.#older.clear();
  }
}
