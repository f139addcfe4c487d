// What the extension does in every host: when to start the language server, its commands, its status.
import { commands, type ExtensionContext, languages, type TextDocument, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import type { Ask } from "./ask.ts";
import { registerCommands } from "./commands.ts";
import { answerFileRequests } from "./files.ts";
import { answerBaseRequests } from "./git.ts";
import { registerReview } from "./review.ts";
import { servedDocuments } from "./selector.ts";
import { ServerLife } from "./serverLife.ts";
import { showStatus } from "./status.ts";

/** What the extension exports to other extensions and to its tests. */
export interface Api {
  /** How long `activate` took. */
  readonly activationMilliseconds: number;
  /** What the status item says. */
  status(): string;
  /** Settles when the server answers, starting it if no document has needed it yet. */
  ready(): Promise<void>;
  /** Asks the server what its own client asks. */
  readonly ask: Ask;
}

type CreateClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

// The host calls `deactivate` with nothing in hand, so what it has to stop is kept here.
let stopServer: (() => Promise<void>) | undefined;

/**
 * Registers the commands and the status item at once and starts the server when the first document that it serves opens:
 * the client library takes about 100 ms to load, which nobody who only opened a text file should wait for.
 */
export function activateWith(context: ExtensionContext, createClient: CreateClient): Api {
  const began = performance.now();
  const output = window.createOutputChannel("DNS Lens", { log: true });
  const status = showStatus();
  const life = new ServerLife<BaseLanguageClient>({
    async create() {
      startBegan = performance.now();
      output.info(`DNS Lens ${context.extension.packageJSON.version} starts its language server`);
      const client = await createClient(clientOptions());
      client.onDidChangeState(({ newState }) => status.serverState(newState));
      context.subscriptions.push(answerFileRequests(client), answerBaseRequests(client));
      return client;
    },
    async started() {
      await showViews();
      output.info(`The language server answers after ${Math.round(performance.now() - startBegan)} ms`);
    },
    failed(error) {
      status.serverFailed();
      output.error(`The language server did not start: ${String(error)}`);
    },
  });
  let startBegan = 0;
  const start = () => life.start();
  const clientOptions = (): LanguageClientOptions => ({
    documentSelector: [...servedDocuments],
    diagnosticCollectionName: "dnslens",
    outputChannel: output,
    synchronize: { configurationSection: "dnslens" },
    // Findings are pushed: with every keystroke, not when the editor gets around to asking.
    // Asked again at each start, as a workspace may be trusted in between.
    initializationOptions: () => ({ ownClient: true, trusted: workspace.isTrusted, answersBaseText: true }),
  });
  const ask: Ask = async <Answer>(question: string, params: object = {}) => {
    const client = await start();
    const answer = await client.sendRequest<Answer | { readonly refused: string }>(
      `dnslens/${question}`,
      params,
    );
    if (typeof answer !== "object" || answer === null || !("refused" in answer)) return answer;
    void window.showWarningMessage(answer.refused);
    return undefined;
  };
  let viewsShown = false;
  const showViews = async (): Promise<void> => {
    if (viewsShown) return;
    viewsShown = true;
    const { showMailTree } = await import("./views/mailTree.ts");
    context.subscriptions.push(showMailTree(ask));
    await commands.executeCommand("setContext", "dnslens.running", true);
  };
  const startFor = (document: TextDocument): void => {
    if (!life.isWanted && languages.match(servedDocuments, document) > 0) void start().catch(ignore);
  };
  const tellTrust = async (): Promise<void> => {
    await (await life.now())?.sendNotification("dnslens/trusted");
  };

  stopServer = () => life.dispose();
  context.subscriptions.push(
    output,
    status,
    commands.registerCommand("dnslens.restartServer", () => life.restart()),
    commands.registerCommand("dnslens.showOutput", () => output.show()),
    registerReview(start),
    ...registerCommands(ask),
    workspace.onDidOpenTextDocument(startFor),
    workspace.onDidGrantWorkspaceTrust(() => void tellTrust().catch(ignore)),
  );
  for (const document of workspace.textDocuments) startFor(document);

  return {
    activationMilliseconds: performance.now() - began,
    status: status.text,
    ready: async () => {
      await start();
    },
    ask,
  };
}

/** Stops the server with the extension host. */
export async function deactivate(): Promise<void> {
  await stopServer?.();
}

// What failed was logged where it failed.
function ignore(): undefined {
  return undefined;
}
