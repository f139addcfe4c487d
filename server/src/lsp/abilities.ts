/** What the client said it can do, as far as it matters here. */
export interface ClientAbilities {
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  /** Asks for findings itself; then none are sent unasked, or each would be shown twice. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  /** It is the extension of this project, which has commands of its own. */
  readonly ownClient: boolean;
  /** Writes completions with places to be filled in. */
  readonly snippets: boolean;
  /** Shows what takes long (`window/workDoneProgress/create`). */
  readonly progress: boolean;
  /** Tells when files change; otherwise they are looked at when a document is opened or saved. */
  readonly watches: boolean;
}

/** Those of a client that has not said anything yet. */
export const NO_ABILITIES: ClientAbilities = {
  configuration: false,
  pullsDiagnostics: false,
  refreshesDiagnostics: false,
  refreshesCodeLenses: false,
  ownClient: false,
  progress: false,
  snippets: false,
  watches: false,
};
