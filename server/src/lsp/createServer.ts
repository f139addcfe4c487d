import {
  CodeActionKind,
  type Connection,
  type Range,
  TextDocumentSyncKind,
  TextDocuments,
  type TextDocumentsConfiguration,
} from "vscode-languageserver";
import { fixAll, quickFixes } from "../features/codeActions.ts";
import { diagnosticsOf, rangeOf } from "../features/diagnostics.ts";
import { documentSymbols } from "../features/documentSymbols.ts";
import { foldingRanges } from "../features/folding.ts";
import { explainRecord } from "../features/hover.ts";
import type { Severity } from "../rules/rule.ts";
import { type CheckSettings, Workspace } from "../workspace.ts";
import { ZoneDocument } from "../zone/document.ts";

const SEVERITIES: readonly unknown[] = ["off", "error", "warning", "info", "hint"];

// The server's text store is the blocks of the zone documents themselves: there is no second copy of the text.
const store: TextDocumentsConfiguration<ZoneDocument> = {
  create: (uri, _languageId, _version, text) => new ZoneDocument(uri, text),
  update: (document, changes) => {
    for (const change of changes) {
      const span =
        "range" in change ? spanOfRange(document, change.range) : { start: 0, end: document.length };
      document.replace(span, change.text);
    }
    return document;
  },
};

/** Wires the features to a connection and starts to listen. */
export function createServer(connection: Connection): void {
  const documents = new TextDocuments(store);
  const workspace = new Workspace();
  let settings: CheckSettings = { rules: {} };

  const publish = (document: ZoneDocument): void => {
    const diagnostics = diagnosticsOf(document, workspace.findings(document.uri, settings));
    void connection.sendDiagnostics({ uri: document.uri, diagnostics });
  };

  connection.onInitialize(() => ({
    serverInfo: { name: "dnslens" },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.dnslens`],
      },
    },
  }));
  connection.onDidChangeConfiguration(({ settings: all }) => {
    settings = { rules: ruleSettings(all) };
    for (const document of documents.all()) publish(document);
  });
  const publishAll = (uris: readonly string[]): void => {
    for (const uri of uris) {
      const document = documents.get(uri);
      if (document !== undefined) publish(document);
    }
  };
  documents.onDidChangeContent(({ document }) => publishAll(workspace.update(document)));
  documents.onDidClose(({ document }) => {
    publishAll(workspace.remove(document.uri));
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  connection.onHover(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    const record = document?.recordAt(document.offsetAt(position));
    if (document === undefined || record === undefined) return null;
    return {
      contents: { kind: "markdown", value: explainRecord(record, workspace.lookupFrom(document.uri)) },
      range: rangeOf(document, record.span),
    };
  });
  connection.onCodeAction(({ textDocument, range, context }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const only = context.only ?? [];
    const wants = (kind: string) =>
      only.length === 0 || only.some((one) => kind === one || kind.startsWith(`${one}.`));
    const fixes = wants(CodeActionKind.QuickFix)
      ? quickFixes(document, workspace.findings(document.uri, settings), spanOfRange(document, range))
      : [];
    const all = only.length > 0 && wants(`${CodeActionKind.SourceFixAll}.dnslens`) ? fixAll(document) : [];
    return [...fixes, ...all];
  });
  connection.onDocumentSymbol(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    return document === undefined ? null : documentSymbols(document);
  });
  connection.onFoldingRanges(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    return document === undefined ? null : foldingRanges(document);
  });
  documents.listen(connection);
  connection.listen();
}

function spanOfRange(document: ZoneDocument, range: Range) {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

function ruleSettings(all: unknown): Record<string, "off" | Severity> {
  const rules: Record<string, "off" | Severity> = {};
  for (const [id, level] of Object.entries(child(child(all, "dnslens"), "rules"))) {
    if (isLevel(level)) rules[id] = level;
  }
  return rules;
}

function child(value: unknown, key: string): object {
  if (typeof value !== "object" || value === null) return {};
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "object" && found !== null ? found : {};
}

function isLevel(value: unknown): value is "off" | Severity {
  return SEVERITIES.includes(value);
}
