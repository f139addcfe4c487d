import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver";

/** Something that takes long, as an editor shows it while it goes on. */
export class Progress {
  readonly #connection: Connection;
  readonly #title: string;
  readonly #isShown: () => boolean;
  #reporter: Promise<WorkDoneProgressServerReporter | undefined> = Promise.resolve(undefined);

  /** @param isShown whether the editor shows such things */
  constructor(connection: Connection, title: string, isShown: () => boolean) {
    this.#connection = connection;
    this.#title = title;
    this.#isShown = isShown;
  }

  begin(): void {
    if (this.#isShown()) this.#reporter = this.#shown();
  }

  end(): void {
    void this.#reporter.then((reporter) => reporter?.done());
    this.#reporter = Promise.resolve(undefined);
  }

  async #shown(): Promise<WorkDoneProgressServerReporter | undefined> {
    try {
      const reporter = await this.#connection.window.createWorkDoneProgress();
      reporter.begin(this.#title);
      return reporter;
    } catch {
      return undefined;
    }
  }
}
