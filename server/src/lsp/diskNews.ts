import type { Host } from "./host.ts";

/** So many changed files are taken in one by one, and what follows from each is seen at once; of more another branch was checked out, for one. */
const FEW_FILES = 8;

interface Surroundings {
  /** Undefined where the client tells which files change. */
  readonly host: () => Host | undefined;
  /** The URIs of the workspace's folders. */
  readonly folders: () => readonly string[];
  /** Whether the server wants to hear of a file. */
  readonly isWanted: (uri: string) => boolean;
  readonly read: ReadFile;
}

type ReadFile = (uri: string, isOneOfMany: boolean) => Promise<unknown>;

/** Reads files again that changed, came or went. */
export async function readAgain(uris: readonly string[], read: ReadFile): Promise<void> {
  for (const uri of uris) await read(uri, uris.length > FEW_FILES);
}

/** What happened to files on disk, for clients that do not tell: it is looked for when something is opened or saved. */
export class DiskNews {
  readonly #around: Surroundings;
  #looks: Promise<void> | undefined;
  #isDue = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Looks for news; behind a look that has begun already, once more. */
  async look(): Promise<void> {
    this.#isDue = true;
    this.#looks ??= this.#lookOn();
    await this.#looks;
  }

  async #lookOn(): Promise<void> {
    const { host, folders, isWanted, read } = this.#around;
    try {
      while (this.#isDue) {
        this.#isDue = false;
        const news = await host()?.changed?.(folders());
        await readAgain((news ?? []).filter(isWanted), read);
      }
    } finally {
      this.#looks = undefined;
    }
  }
}
