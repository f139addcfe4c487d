import {
  type ClientCapabilities,
  type CompletionItemKind,
  type DiagnosticTag,
  MarkupKind,
} from "vscode-languageserver";

/** What the client said it can do, as far as it matters here. */
export interface ClientAbilities {
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  /** Asks for findings itself; then none are sent unasked, or each would be shown twice. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  /** It is the extension of this project, which has commands of its own. */
  readonly ownClient: boolean;
  /** Writes completions with places to be filled in. */
  readonly snippets: boolean;
  /** Shows what takes long (`window/workDoneProgress/create`). */
  readonly progress: boolean;
  /** Tells when files change; otherwise they are looked at when a document is opened or saved. */
  readonly watches: boolean;
  /** Tells what is set when it is asked to (`workspace/didChangeConfiguration` by registration). */
  readonly tellsSettings: boolean;
  readonly shows: Shows;
}

/** The forms of answers that the client can show. */
export interface Shows {
  /** Markdown in hovers, in completions and in signatures; otherwise plain text. */
  readonly hoverMarkdown: boolean;
  readonly completionMarkdown: boolean;
  readonly signatureMarkdown: boolean;
  /** Parameters as places of the signature; otherwise as the words that stand there. */
  readonly labelOffsets: boolean;
  /** Outlines as trees; otherwise as a list. */
  readonly symbolTrees: boolean;
  /** Asks whether a name can be renamed before it asks for the new one. */
  readonly asksBeforeRename: boolean;
  /** Actions with their edits; otherwise commands that the server runs. */
  readonly actionLiterals: boolean;
  /** Takes edits that the server sends (`workspace/applyEdit`). */
  readonly takesEdits: boolean;
  readonly relatedInformation: boolean;
  readonly ruleLinks: boolean;
  readonly tags: readonly DiagnosticTag[] | undefined;
  /** Any kind of completion; otherwise the kinds of the protocol's first version. */
  readonly newerKinds: boolean;
}

/** Those of a client that has not said anything yet. */
export const NO_ABILITIES: ClientAbilities = abilitiesOf({}, false);

/**
 * What the capabilities of a client come to (LSP 3.17, `initialize`). Who describes a feature gets it as described; who does not
 * describe it at all, and asks for it all the same, gets the whole.
 */
export function abilitiesOf(capabilities: ClientCapabilities, ownClient: boolean): ClientAbilities {
  const { textDocument, workspace, window } = capabilities;
  const hasSnippets = textDocument?.completion?.completionItem?.snippetSupport === true;
  return {
    configuration: workspace?.configuration === true,
    ownClient,
    progress: window?.workDoneProgress === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined && !ownClient,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    snippets: hasSnippets,
    // Our own client sends settings unasked.
    tellsSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true && !ownClient,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    shows: shownBy(capabilities),
  };
}

function shownBy({ textDocument = {}, workspace }: ClientCapabilities): Shows {
  const { codeAction, completion, documentSymbol, hover, publishDiagnostics, rename, signatureHelp } =
    textDocument;
  const signature = signatureHelp?.signatureInformation;
  return {
    hoverMarkdown: hover === undefined || prefersMarkdown(hover.contentFormat),
    completionMarkdown:
      completion === undefined || prefersMarkdown(completion.completionItem?.documentationFormat),
    signatureMarkdown: signatureHelp === undefined || prefersMarkdown(signature?.documentationFormat),
    labelOffsets: signatureHelp === undefined || signature?.parameterInformation?.labelOffsetSupport === true,
    symbolTrees: documentSymbol === undefined || documentSymbol.hierarchicalDocumentSymbolSupport === true,
    asksBeforeRename: rename === undefined || rename.prepareSupport === true,
    actionLiterals: codeAction === undefined || codeAction.codeActionLiteralSupport !== undefined,
    takesEdits: workspace?.applyEdit === true,
    relatedInformation: publishDiagnostics === undefined || publishDiagnostics.relatedInformation === true,
    ruleLinks: publishDiagnostics === undefined || publishDiagnostics.codeDescriptionSupport === true,
    tags: publishDiagnostics === undefined ? undefined : (publishDiagnostics.tagSupport?.valueSet ?? []),
    newerKinds: completion === undefined || completion.completionItemKind?.valueSet !== undefined,
  };
}

// The order tells which one the client would rather have; plain text is what every client takes.
function prefersMarkdown(formats: readonly MarkupKind[] = []): boolean {
  return formats[0] === MarkupKind.Markdown;
}

/** The last kind of completion in the protocol's first version (`Reference`). */
export const LAST_OF_THE_FIRST_KINDS: CompletionItemKind = 18;
