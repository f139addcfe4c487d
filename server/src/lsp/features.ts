import {
  CodeActionKind,
  type Connection,
  DocumentDiagnosticReportKind,
  type LocationLink,
  LSPErrorCodes,
  type RenameParams,
  ResponseError,
} from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from "../features/callHierarchy.ts";
import { fixAll, quickFixes, serialActions } from "../features/codeActions.ts";
import { codeLenses, lensData, resolveCodeLens } from "../features/codeLens.ts";
import { terraformCompletion } from "../features/completion/terraform.ts";
import { completion } from "../features/completion.ts";
import { definition } from "../features/definition.ts";
import { documentLinks } from "../features/documentLinks.ts";
import { documentSymbols } from "../features/documentSymbols.ts";
import { foldingRanges } from "../features/folding.ts";
import { formatting, rangeFormatting } from "../features/formatting.ts";
import { hoverLive } from "../features/hover/live.ts";
import { hover } from "../features/hover.ts";
import { inlayHints } from "../features/inlayHints.ts";
import { spanOfRange } from "../features/positions.ts";
import { documentHighlights, references } from "../features/references.ts";
import { prepareRename, RenameRefused, rename } from "../features/rename.ts";
import { selectionRanges } from "../features/selectionRanges.ts";
import { semanticTokens, semanticTokensIn } from "../features/semanticTokens.ts";
import { signatureHelp, terraformSignature } from "../features/signatureHelp.ts";
import { workspaceSymbols } from "../features/workspaceSymbols.ts";
import { TerraformDocument } from "../terraform/document.ts";
import { ZoneDocument } from "../zone/document.ts";
import { placeOf } from "./failures.ts";
import type { LiveLookups } from "./liveLookups.ts";
import type { Session } from "./session.ts";
import { APPLY_EDIT, actionsFor, completionFor, hoverFor, signatureFor, symbolsFor } from "./shapes.ts";

interface OfDocument {
  readonly textDocument: { readonly uri: string };
}
interface AtPosition extends OfDocument {
  readonly position: { readonly line: number; readonly character: number };
}

/**
 * Answers the editor's requests, each by one function of `features/`. A request that fails answers nothing and is logged.
 *
 * @param isRead settles when the workspace is read
 */
export function registerFeatures(
  connection: Connection,
  session: Session,
  live: LiveLookups,
  isRead: () => Promise<void>,
): void {
  const guarded =
    <Params, Answer>(what: string, answer: (params: Params) => Answer) =>
    (params: Params): Answer | null => {
      try {
        return answer(params);
      } catch (error) {
        if (error instanceof RenameRefused)
          throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
        connection.console.error(`${what} failed${placeOf(error)}`);
        return null;
      }
    };
  const onDocument = <Params extends OfDocument, Answer>(
    what: string,
    answer: (document: RecordDocument, params: Params) => Answer,
  ) =>
    guarded(what, (params: Params) => {
      const document = session.document(params.textDocument.uri);
      return document === undefined ? null : answer(document, params);
    });
  const onZone = <Params extends OfDocument, Answer>(
    what: string,
    answer: (document: ZoneDocument, params: Params) => Answer,
  ) =>
    onDocument(what, (document, params: Params) =>
      document instanceof ZoneDocument ? answer(document, params) : null,
    );
  const atOffset = <Params extends AtPosition, Answer>(
    what: string,
    answer: (documents: readonly RecordDocument[], offset: number, params: Params) => Answer,
  ) =>
    onDocument(what, (document, params: Params) => {
      session.readAll();
      return answer(session.placesFrom(document.uri), document.offsetAt(params.position), params);
    });

  connection.languages.diagnostics.on(({ textDocument }) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: guarded("diagnostic", () => session.diagnostics(textDocument.uri))(undefined) ?? [],
  }));
  connection.onHover(
    onDocument("hover", (document, { position }: AtPosition) => {
      const lookup = session.lookupFrom(document.uri);
      const ownersOfKey = (key: string) => session.workspace.ownersOfKey(document.uri, key);
      const offset = document.offsetAt(position);
      const { shows } = session.abilities;
      const offline = (from: Lookup) => hover(document, offset, from, ownersOfKey);
      const dns = live.dnsFor(session.settingsOf(document.uri).live);
      if (dns === undefined) return hoverFor(shows, offline(lookup));
      return live
        .inTime(hoverLive(dns, lookup, offline), () => offline(lookup))
        .then((shown) => hoverFor(shows, shown));
    }),
  );
  connection.onCodeAction(
    onDocument("codeAction", (document, { range, context }) => {
      const span = spanOfRange(document, range);
      const only = context.only ?? [];
      const asked = (kind: string) => only.some((one) => kind === one || kind.startsWith(`${one}.`));
      const actions =
        only.length === 0 || asked(CodeActionKind.QuickFix)
          ? quickFixes(document, session.findings(document.uri), span, context.diagnostics, (uri) =>
              session.document(uri),
            )
          : [];
      // Behind the light bulb stands what is for this place; what is for the file is asked for by its kind.
      const serial = serialActions(document, span, Date.now()).filter(({ kind = "" }) =>
        only.length === 0 ? kind === CodeActionKind.RefactorRewrite : asked(kind),
      );
      const all = asked(`${CodeActionKind.SourceFixAll}.dnslens`) ? fixAll(document) : [];
      return actionsFor(session.abilities.shows, [...actions, ...serial, ...all]);
    }),
  );
  connection.onExecuteCommand(({ command, arguments: [edit] = [] }) => {
    // Where the client refuses the edit it says so itself.
    if (command === APPLY_EDIT) void connection.workspace.applyEdit(edit).catch(() => undefined);
  });
  connection.onDocumentSymbol(
    onDocument("documentSymbol", (document) =>
      symbolsFor(session.abilities.shows, document.uri, documentSymbols(document)),
    ),
  );
  connection.onFoldingRanges(onDocument("foldingRange", (document) => foldingRanges(document)));
  connection.onSelectionRanges(
    onZone("selectionRange", (document, { positions }) => selectionRanges(document, positions)),
  );
  connection.onDocumentHighlight(
    onDocument("documentHighlight", (document, { position }: AtPosition) => [
      ...documentHighlights(document, document.offsetAt(position)),
    ]),
  );
  connection.onDefinition(
    atOffset("definition", (documents, offset) => definition(documents, offset).map(locationOf)),
  );
  connection.onReferences(
    atOffset("references", (documents, offset, { context }) => [...references(documents, offset, context)]),
  );
  connection.onPrepareRename(
    onDocument("prepareRename", (document, { position }: AtPosition) =>
      prepareRename(document, document.offsetAt(position)),
    ),
  );
  const renamed = onDocument("rename", (document, { position, newName }: RenameParams) => {
    session.readAll();
    const documents = session.placesFrom(document.uri);
    return { changes: rename(documents, document.offsetAt(position), newName) };
  });
  connection.onRenameRequest(async (params) => {
    // In files that are not read yet the name would stay as it is.
    await isRead();
    return renamed(params);
  });
  connection.onWorkspaceSymbol(
    guarded("workspaceSymbol", ({ query }) => workspaceSymbols(session.documentsFrom(""), query)),
  );
  connection.onCompletion(
    onDocument("completion", (document, { position }: AtPosition) => {
      const offset = document.offsetAt(position);
      const { ownClient, shows, snippets } = session.abilities;
      if (document instanceof TerraformDocument)
        return completionFor(
          shows,
          terraformCompletion(session.documentsFrom(document.uri), document, offset),
        );
      const abilities = { suggestsAgain: ownClient, snippets };
      return completionFor(shows, completion(zonesFrom(session, document.uri), offset, abilities));
    }),
  );
  connection.onSignatureHelp(
    onDocument("signatureHelp", (document, { position }: AtPosition) => {
      const offset = document.offsetAt(position);
      const { shows } = session.abilities;
      if (document instanceof ZoneDocument) return signatureFor(shows, signatureHelp(document, offset));
      return document instanceof TerraformDocument
        ? signatureFor(shows, terraformSignature(document, offset))
        : null;
    }),
  );
  connection.languages.inlayHint.on(
    onDocument("inlayHint", (document, { range }) =>
      inlayHints(
        document,
        spanOfRange(document, range),
        session.lookupFrom(document.uri),
        session.settingsOf(document.uri).hints,
      ),
    ),
  );
  connection.onCodeLens(
    onDocument("codeLens", (document) =>
      session.settingsOf(document.uri).codeLens ? codeLenses(document) : [],
    ),
  );
  connection.onCodeLensResolve((lens) => {
    const resolve = guarded("codeLens/resolve", () => {
      const uri = lensData(lens.data)?.uri ?? "";
      const document = session.document(uri);
      if (document === undefined) return lens;
      const command = (record: DnsRecord) => {
        const isSpf = /^v=spf1/i.test(record.text?.text ?? "");
        if (!session.abilities.ownClient || !isSpf || record.owner === undefined) return { command: "" };
        const domain = record.owner.replace(/(.)\.$/, "$1");
        return { command: "dnslens.showSpfGraph", arguments: [{ domain, uri }] };
      };
      const before = session.bases.before(document);
      return resolveCodeLens(document, lens, session.lookupFrom(uri), command, before);
    });
    return resolve(undefined) ?? lens;
  });
  connection.languages.callHierarchy.onPrepare(
    atOffset("prepareCallHierarchy", (documents, offset) => prepareCallHierarchy(documents, offset)),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    guarded("outgoingCalls", ({ item }) => outgoingCalls(session.documentsFrom(item.uri), item)),
  );
  connection.languages.callHierarchy.onIncomingCalls(
    guarded("incomingCalls", ({ item }) => incomingCalls(session.documentsFrom(item.uri), item)),
  );
  connection.onDocumentFormatting(
    onZone("formatting", (document, { options }) => formatting(document, options)),
  );
  connection.onDocumentRangeFormatting(
    onZone("rangeFormatting", (document, { range, options }) => rangeFormatting(document, range, options)),
  );
  connection.languages.semanticTokens.on((params) => {
    const data = onZone("semanticTokens", (document) => semanticTokens(document))(params);
    return { data: data ?? [] };
  });
  connection.languages.semanticTokens.onRange((params) => {
    const data = onZone("semanticTokensRange", (document) =>
      semanticTokensIn(document, spanOfRange(document, params.range)),
    )(params);
    return { data: data ?? [] };
  });
  connection.onDocumentLinks(onDocument("documentLink", (document) => [...documentLinks(document)]));
}

function zonesFrom(session: Session, uri: string): readonly ZoneDocument[] {
  return session.documentsFrom(uri).filter((one): one is ZoneDocument => one instanceof ZoneDocument);
}

// Not every client takes links with their origin.
function locationOf({ targetUri, targetSelectionRange }: LocationLink) {
  return { uri: targetUri, range: targetSelectionRange };
}
