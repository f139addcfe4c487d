// When there is a language client, and which: started once, started anew where it did not come up, restarted one at a time.

/** What is asked of a language client here. */
export interface Startable {
  start(): Promise<void>;
  stop(): Promise<void>;
  dispose(): Promise<void>;
}

/** Who makes clients and hears how they fare. */
export interface Surroundings<Client> {
  /** A new client, not started yet. */
  create(): Promise<Client>;
  /** It came up: the first time, or again. */
  started(client: Client): void | Promise<void>;
  failed(error: unknown): void;
}

/** The one client that runs. */
export class ServerLife<Client extends Startable> {
  readonly #around: Surroundings<Client>;
  #running: Promise<Client> | undefined;
  #restarting: Promise<void> | undefined;

  constructor(around: Surroundings<Client>) {
    this.#around = around;
  }

  /** Whether there is a client, or will be one. */
  get isWanted(): boolean {
    return this.#running !== undefined;
  }

  /** The client that runs; the first call starts it, and so does the next one where it did not come up. */
  start(): Promise<Client> {
    if (this.#running !== undefined) return this.#running;
    const running = this.#made();
    this.#running = running;
    running.catch((error: unknown) => {
      this.#running = undefined;
      this.#around.failed(error);
    });
    return running;
  }

  /** Stops the client and starts it again; whoever asks meanwhile waits for the same. */
  restart(): Promise<void> {
    this.#restarting ??= this.#restarted().finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  /** The client that runs, where there is one: nothing is started. */
  async now(): Promise<Client | undefined> {
    return this.#running?.catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await (await this.now())?.dispose();
  }

  async #made(): Promise<Client> {
    const client = await this.#around.create();
    await client.start();
    await this.#around.started(client);
    return client;
  }

  async #restarted(): Promise<void> {
    const before = await this.now();
    if (before === undefined) {
      await this.start();
      return;
    }
    try {
      await before.stop();
      await before.start();
    } catch {
      // A client that failed once neither stops nor starts again: the next one is new, and says what fails.
      this.#running = undefined;
      await before.dispose().catch(() => undefined);
      await this.start();
    }
  }
}
