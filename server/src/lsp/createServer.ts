import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
  type WorkspaceFolder,
} from "vscode-languageserver";
import { CODE_ACTION_KINDS } from "../features/codeActions.ts";
import { COMPLETION_TRIGGERS } from "../features/completion.ts";
import { SEMANTIC_LEGEND } from "../features/semanticTokens.ts";
import { POLICY_FILE_GLOB } from "../mail/mtaSts.ts";
import { TERRAFORM_FILE_GLOB } from "../terraform/paths.ts";
import { baseName } from "../text/path.ts";
import { isZoneFileName, ZONE_FILE_GLOB } from "../zone/fileName.ts";
import { abilitiesOf, type ClientAbilities } from "./abilities.ts";
import { bumpSerialsOnSave } from "./bumpOnSave.ts";
import { clientHost } from "./clientHost.ts";
import { readAgain } from "./diskNews.ts";
import { registerFeatures } from "./features.ts";
import type { Host } from "./host.ts";
import { LiveLookups, type OpenDns } from "./liveLookups.ts";
import { registerRequests } from "./requests.ts";
import { answerReviews } from "./review.ts";
import { Session } from "./session.ts";
import { APPLY_EDIT } from "./shapes.ts";
import { uriOfPath } from "./uris.ts";

const CAPABILITIES: ServerCapabilities = {
  // What every client has to know; what else one would rather have is not spoken here.
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: {
    openClose: true,
    change: TextDocumentSyncKind.Incremental,
    save: true,
    willSaveWaitUntil: true,
  },
  diagnosticProvider: { identifier: "dnslens", interFileDependencies: true, workspaceDiagnostics: false },
  hoverProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentHighlightProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  workspaceSymbolProvider: true,
  documentLinkProvider: { resolveProvider: false },
  completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: false },
  signatureHelpProvider: { triggerCharacters: [" ", "\t"] },
  inlayHintProvider: { resolveProvider: false },
  codeLensProvider: { resolveProvider: true },
  callHierarchyProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  semanticTokensProvider: { legend: SEMANTIC_LEGEND, full: true, range: true },
  codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

/** What the server does, as far as a client of such abilities may be told. */
function capabilitiesFor({ ownClient, shows }: ClientAbilities): ServerCapabilities {
  const { diagnosticProvider, ...others } = CAPABILITIES;
  return {
    ...(ownClient ? others : CAPABILITIES),
    ...(shows.asksBeforeRename ? {} : { renameProvider: true }),
    ...(shows.actionLiterals ? {} : { codeActionProvider: true }),
    ...(shows.actionLiterals || !shows.takesEdits
      ? {}
      : { executeCommandProvider: { commands: [APPLY_EDIT] } }),
  };
}

/** Wires the features to a connection and starts to listen. */
export function createServer(
  connection: Connection,
  openDns: OpenDns,
  host: Host = clientHost(connection),
): void {
  const session = new Session(connection, host);
  const live = new LiveLookups(openDns);
  let movesFolders = false;
  let reading = Promise.resolve();
  const isRead = () => reading;

  connection.onInitialize((params) => {
    const { capabilities } = params;
    const { ownClient, trusted, answersBaseText } = optionsOf(params);
    // An editor follows links without a word.
    const { isBelow } = host;
    if (ownClient) session.useHost({ ...clientHost(connection), ...(isBelow && { isBelow }) });
    session.folders = foldersOf(params);
    const abilities = abilitiesOf(capabilities, ownClient);
    session.abilities = abilities;
    movesFolders = capabilities.workspace?.workspaceFolders === true;
    live.trusted = trusted;
    session.bases.answered = answersBaseText;
    return { serverInfo: { name: "dnslens" }, capabilities: capabilitiesFor(abilities) };
  });
  connection.onInitialized(async () => {
    const { watches, tellsSettings } = session.abilities;
    if (tellsSettings) {
      const { type } = DidChangeConfigurationNotification;
      void connection.client.register(type, { section: "dnslens" });
    }
    if (watches) {
      const globs = [ZONE_FILE_GLOB, TERRAFORM_FILE_GLOB, POLICY_FILE_GLOB];
      const watchers = globs.map((globPattern) => ({ globPattern }));
      const { type } = DidChangeWatchedFilesNotification;
      void connection.client.register(type, { watchers });
      const names = new Set<string>();
      session.watch = (uri) => {
        const name = baseName(uri);
        // In a pattern these mean something else.
        if (names.has(name) || isZoneFileName(name) || /[*?[\]{}%,]/.test(name)) return;
        names.add(name);
        void connection.client.register(type, { watchers: [{ globPattern: `**/${name}` }] });
      };
    }
    if (movesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        session.folders = [...session.folders.filter(({ uri }) => !gone.has(uri)), ...added];
        session.forgetOutside();
        await session.readWorkspace();
      });
    }
    if (session.folders.length > 0) reading = session.readWorkspace();
    await reading;
  });
  connection.onDidChangeConfiguration(({ settings }) => session.configure(settings?.dnslens));
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const isWanted = ({ uri, type }: FileEvent) =>
      session.concerns(uri) && (type === FileChangeType.Deleted || session.documents.get(uri) === undefined);
    const uris = changes.filter(isWanted).map(({ uri }) => uri);
    await readAgain(uris, (uri, isOneOfMany) => session.readFile(uri, isOneOfMany));
  });
  connection.onNotification("dnslens/trusted", () => {
    live.trusted = true;
  });
  connection.onNotification("dnslens/baseMoved", () => session.baseMoved());
  registerFeatures(connection, session, live, isRead);
  registerRequests(connection, session);
  bumpSerialsOnSave(connection, session);
  answerReviews(connection, session, isRead);
  session.documents.listen(connection);
  connection.listen();
}

/** What is open, as clients of any age say it; some leave out what they should set to null. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly WorkspaceFolder[] {
  if (workspaceFolders) return workspaceFolders;
  const uri = rootUri || (rootPath ? uriOfPath(rootPath) : "");
  return uri === "" ? [] : [{ uri, name: "" }];
}

/** What our own client tells about itself; other clients tell nothing. */
function optionsOf({ initializationOptions }: InitializeParams) {
  const given: unknown = initializationOptions;
  const options = typeof given === "object" && given !== null ? given : {};
  return {
    /** It answers questions about files, has commands of its own, and shows findings as they are pushed. */
    ownClient: "ownClient" in options && options.ownClient === true,
    /** It tells what a file held at the last commit (`dnslens/baseText`). */
    answersBaseText: "answersBaseText" in options && options.answersBaseText === true,
    trusted: !("trusted" in options) || options.trusted === true,
  };
}
