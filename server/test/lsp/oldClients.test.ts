// Clients that show less than VS Code: what LSP 3.17 says that each of them may be sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import type {
  CodeAction,
  Command,
  CompletionList,
  Diagnostic,
  Hover,
  MarkupContent,
  SignatureHelp,
  SymbolInformation,
  WorkspaceEdit,
} from "vscode-languageserver";
import { startEditor } from "./client.ts";

const uri = "file:///zones/example.com.zone";
const TEXT = `$ORIGIN example.com.
@ 3600 IN SOA ns1 hostmaster 2026010101 7200 3600 1209600 300
@ IN NS ns1
@ IN NS ns2
ns1 IN A 192.0.2.1
ns2 IN A 192.0.2.2
@ IN MX 10 ns1
@ IN TXT "v=spf1 mx ?all ptr"
`;

/** Describes every feature and claims nothing of it. */
const OLD = {
  workspace: { applyEdit: true },
  textDocument: {
    hover: {},
    completion: { completionItem: {} },
    signatureHelp: {},
    documentSymbol: {},
    rename: {},
    codeAction: {},
    publishDiagnostics: {},
  },
};

async function withClient(
  capabilities: object,
  run: (editor: Awaited<ReturnType<typeof startEditor>>) => Promise<void>,
) {
  const editor = await startEditor({ capabilities });
  try {
    await run(editor);
  } finally {
    await editor.stop();
  }
}

const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });
const wholeFile = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };

test("a client of the protocol's first years gets what it can show", async () => {
  await withClient(OLD, async (editor) => {
    const { capabilities } = editor.initialized;
    assert.equal(capabilities.renameProvider, true);
    assert.equal(capabilities.codeActionProvider, true);
    const findings = await editor.open(uri, TEXT);
    assert.ok(findings.length > 0);
    for (const finding of findings) {
      assert.equal(finding.relatedInformation, undefined);
      assert.equal(finding.codeDescription, undefined);
      assert.deepEqual(finding.tags, []);
    }

    const hover = await editor.ask<Hover & { contents: MarkupContent }>("textDocument/hover", at(7, 11));
    assert.equal(hover.contents.kind, "plaintext");
    assert.doesNotMatch(hover.contents.value, /`|\*\*|\n---\n/);
    assert.match(hover.contents.value, /Who may send mail as example\.com/);

    const symbols = await editor.ask<SymbolInformation[]>("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    const [zone, soa] = symbols;
    assert.deepEqual([zone?.name, soa?.name, soa?.containerName], ["example.com", "SOA", "example.com"]);
    for (const { location } of symbols) assert.equal(location.uri, uri);
    assert.ok(symbols.every((symbol) => !("children" in symbol) && !("selectionRange" in symbol)));

    const help = await editor.ask<SignatureHelp>("textDocument/signatureHelp", at(6, 11));
    const [signature] = help.signatures;
    assert.deepEqual(
      signature?.parameters?.map(({ label }) => label),
      ["preference", "exchange"],
    );

    const { items } = await editor.ask<CompletionList>("textDocument/completion", at(8, 0));
    assert.ok(items.length > 0);
    for (const { kind = 0, documentation, insertTextFormat } of items) {
      assert.ok(kind <= 18);
      assert.notEqual(insertTextFormat, 2);
      assert.ok(documentation === undefined || (documentation as MarkupContent).kind === "plaintext");
    }
  });
});

test("without literals, actions are commands that have the client apply their edits", async () => {
  await withClient(OLD, async (editor) => {
    const applied: WorkspaceEdit[] = [];
    let arrived = () => {};
    editor.connection.onRequest("workspace/applyEdit", ({ edit }: { edit: WorkspaceEdit }) => {
      applied.push(edit);
      arrived();
      return { applied: true };
    });
    const diagnostics = await editor.open(uri, TEXT);
    const actions = await editor.ask<Command[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: wholeFile,
      context: { diagnostics },
    });
    assert.ok(actions.length > 0);
    assert.deepEqual(new Set(actions.map(({ command }) => command)), new Set(["dnslens.applyEdit"]));
    assert.deepEqual(editor.initialized.capabilities.executeCommandProvider?.commands, ["dnslens.applyEdit"]);
    const [first] = actions;
    const applying = new Promise<void>((done) => (arrived = done));
    await editor.ask("workspace/executeCommand", { command: first?.command, arguments: first?.arguments });
    await applying;
    assert.deepEqual(applied, [first?.arguments?.[0]]);
    assert.ok(applied[0]?.changes?.[uri]);
  });
  await withClient({ textDocument: { codeAction: {} } }, async (editor) => {
    const diagnostics = await editor.open(uri, TEXT);
    const params = { textDocument: { uri }, range: wholeFile, context: { diagnostics } };
    assert.deepEqual(await editor.ask("textDocument/codeAction", params), []);
  });
});

test("a client that can show all of it gets all of it, and places are counted in UTF-16", async () => {
  const capabilities = {
    general: { positionEncodings: ["utf-8", "utf-32", "utf-16"] },
    textDocument: {
      hover: { contentFormat: ["markdown", "plaintext"] },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      signatureHelp: {
        signatureInformation: {
          documentationFormat: ["markdown"],
          parameterInformation: { labelOffsetSupport: true },
        },
      },
      rename: { prepareSupport: true },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
      publishDiagnostics: {
        relatedInformation: true,
        codeDescriptionSupport: true,
        tagSupport: { valueSet: [2] },
      },
    },
  };
  await withClient(capabilities, async (editor) => {
    assert.equal(editor.initialized.capabilities.positionEncoding, "utf-16");
    assert.deepEqual(editor.initialized.capabilities.renameProvider, { prepareProvider: true });
    const findings = await editor.open(uri, TEXT.replace("3600 IN", '3600 IN TXT "\u{1f4e7}"\n@ IN'));
    const tags = new Set(findings.flatMap((finding: Diagnostic) => finding.tags ?? []));
    assert.deepEqual(tags, new Set([2]), "deprecated alone, as the client knows no other tag");
    assert.ok(findings.every(({ codeDescription }) => codeDescription !== undefined));
    const hover = await editor.ask<Hover & { contents: MarkupContent }>("textDocument/hover", at(8, 11));
    assert.equal(hover.contents.kind, "markdown");
    // Two units for the envelope: the string ends at character 18.
    const over = await editor.ask<Hover>("textDocument/hover", at(1, 15));
    assert.equal(over.range?.end.line, 1);
    const actions = await editor.ask<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      context: { diagnostics: findings },
    });
    assert.ok(actions.some(({ edit }) => edit?.changes?.[uri] !== undefined));
    const help = await editor.ask<SignatureHelp>("textDocument/signatureHelp", at(7, 11));
    assert.deepEqual(help.signatures[0]?.parameters?.[0]?.label, [3, 13]);
  });
});
