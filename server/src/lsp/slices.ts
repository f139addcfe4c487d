/** A turn of long work, in milliseconds: what is asked meanwhile never waits longer. */
const TURN = 8;
/** What is found on the way is told after so many milliseconds, then after twice as many, and so on. */
const FIRST_NEWS = 500;

/** Long work in short turns: between two of them the server hears what it is asked. */
export class Slices {
  readonly #step: () => readonly string[];
  readonly #isBehind: () => boolean;
  readonly #tell: (touched: readonly string[]) => void;
  readonly #failed: (error: unknown) => void;
  readonly #touched = new Set<string>();
  #runs = false;
  #wait = FIRST_NEWS;
  #toldAt = 0;

  /**
   * @param step a little of the work; gives the URIs of the files about which there may be something new
   * @param isBehind whether there is more to do
   * @param tell hears of those files, now and then and at the end
   * @param failed hears of a step that failed; the next one goes on behind it
   */
  constructor(
    step: () => readonly string[],
    isBehind: () => boolean,
    tell: (touched: readonly string[]) => void,
    failed: (error: unknown) => void,
  ) {
    this.#failed = failed;
    this.#step = step;
    this.#isBehind = isBehind;
    this.#tell = tell;
  }

  /** Goes to work, unless it is at work. */
  begin(): void {
    if (this.#runs) return;
    this.#runs = true;
    this.#wait = FIRST_NEWS;
    this.#toldAt = performance.now();
    later(() => this.#turn());
  }

  #turn(): void {
    const end = performance.now() + TURN;
    try {
      while (this.#isBehind() && performance.now() < end)
        for (const uri of this.#step()) this.#touched.add(uri);
    } catch (error) {
      this.#failed(error);
    }
    const isDone = !this.#isBehind();
    if (isDone || performance.now() - this.#toldAt > this.#wait) {
      this.#tell([...this.#touched]);
      this.#touched.clear();
      this.#toldAt = performance.now();
      this.#wait *= 2;
    }
    this.#runs = !isDone;
    if (this.#runs) later(() => this.#turn());
  }
}

// Behind what waits in the event loop; a browser's worker has timers alone.
const later: (work: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (work) => setTimeout(work, 0);
