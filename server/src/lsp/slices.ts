/** A turn of long work, in milliseconds: what is asked meanwhile waits for a few of them, as a message takes several events. */
const TURN = 4;
/** Who edits is likely to go on: for so many milliseconds the work rests. */
const REST = 100;
/** What is found on the way is told after so many milliseconds, then after twice as many, and so on. */
const FIRST_NEWS = 500;

/** Work that can be done a little at a time, and who hears of it. */
export interface LongWork {
  /** Does a little; gives the URIs of the files about which there may be something new. */
  step(): readonly string[];
  /** Whether there is more to do. */
  isBehind(): boolean;
  /** Hears of those files, now and then and at the end. */
  tell(touched: readonly string[]): void;
  /** Hears that it takes long enough for a person to wonder, and with `false` that it is done. */
  takesLong(isLong: boolean): void;
  /** Hears of a step that failed; the next one goes on behind it. */
  failed(error: unknown): void;
}

/** Long work in short turns: between two of them the server hears what it is asked. */
export class Slices {
  readonly #work: LongWork;
  readonly #touched = new Set<string>();
  #runs = false;
  #isLong = false;
  #wait = FIRST_NEWS;
  #toldAt = 0;
  #restUntil = 0;

  constructor(work: LongWork) {
    this.#work = work;
  }

  /** Goes to work as soon as nobody has edited for a moment, and goes on until all is done. */
  begin(): void {
    this.#restUntil = performance.now() + REST;
    if (this.#runs) return;
    this.#runs = true;
    this.#wait = FIRST_NEWS;
    this.#toldAt = performance.now();
    setTimeout(() => this.#turn(), REST);
  }

  #turn(): void {
    const now = performance.now();
    if (now < this.#restUntil) {
      setTimeout(() => this.#turn(), this.#restUntil - now);
      return;
    }
    const end = now + TURN;
    try {
      while (this.#work.isBehind() && performance.now() < end)
        for (const uri of this.#work.step()) this.#touched.add(uri);
    } catch (error) {
      this.#work.failed(error);
    }
    this.#runs = this.#work.isBehind();
    if (!this.#runs || performance.now() - this.#toldAt > this.#wait) this.#tell();
    if (this.#runs) later(() => this.#turn());
  }

  #tell(): void {
    this.#work.tell([...this.#touched]);
    this.#touched.clear();
    this.#toldAt = performance.now();
    this.#wait *= 2;
    if (this.#isLong === this.#runs) return;
    this.#isLong = this.#runs;
    this.#work.takesLong(this.#isLong);
  }
}

// Behind what waits in the event loop; a browser's worker has timers alone.
const later: (work: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (work) => setTimeout(work, 0);
