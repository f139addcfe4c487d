// What the editor does with the text of a zone: completing, formatting, renaming, going to names, hints.
import {
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CodeLens,
  type CompletionList,
  commands,
  type DocumentHighlight,
  type DocumentLink,
  type FormattingOptions,
  type InlayHint,
  type Location,
  type LocationLink,
  Range,
  type SelectionRange,
  type SemanticTokens,
  type SignatureHelp,
  type SymbolInformation,
  type TextDocument,
  type TextEdit,
  WorkspaceEdit,
  workspace,
} from "vscode";
import {
  answered,
  equal,
  eventually,
  ok,
  openFile,
  openUntitled,
  positionOf,
  type Test,
  test,
  zone,
} from "./testing.ts";

export const editingTests: readonly Test[] = [
  test("completion and signature help know the grammar at the cursor", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 "', "@ IN MX 10 ns"));
    const labels = async (text: string) => {
      const at = positionOf(document, text).translate(0, text.length);
      const list = await commands.executeCommand<CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        at,
      );
      return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    await eventuallyHas(() => labels("v=spf1 "), "include:");
    await eventuallyHas(() => labels("MX 10 ns"), "ns1");
    const at = positionOf(document, "10 ns");
    const help = await commands.executeCommand<SignatureHelp>(
      "vscode.executeSignatureHelpProvider",
      document.uri,
      at,
    );
    ok(
      help.signatures[0]?.label === "MX preference exchange",
      `the signature is ${help.signatures[0]?.label}`,
    );
  }),
  test("a document is formatted in columns, and only in its white space", async () => {
    const document = await openUntitled(
      '$ORIGIN a.example.\nlong-name 300 IN A 192.0.2.1 ; kept\nb IN TXT "x  y"\n',
    );
    const options: FormattingOptions = { tabSize: 4, insertSpaces: true };
    const edits = await answered(() =>
      commands.executeCommand<readonly TextEdit[]>(
        "vscode.executeFormatDocumentProvider",
        document.uri,
        options,
      ),
    );
    const change = new WorkspaceEdit();
    change.set(document.uri, [...edits]);
    await workspace.applyEdit(change);
    equal(
      document.getText(),
      '$ORIGIN a.example.\nlong-name 300 IN A   192.0.2.1 ; kept\nb             IN TXT "x  y"\n',
      "the formatted text",
    );
  }),
  test("only the lines that are selected are formatted", async () => {
    const document = await openUntitled(
      "$ORIGIN a.example.\nlong-name 300 IN A 192.0.2.1\nb   IN  A   192.0.2.2\n",
    );
    const options: FormattingOptions = { tabSize: 4, insertSpaces: true };
    const edits = await answered(() =>
      commands.executeCommand<readonly TextEdit[]>(
        "vscode.executeFormatRangeProvider",
        document.uri,
        new Range(2, 0, 2, 5),
        options,
      ),
    );
    ok(
      edits.every(({ range }) => range.start.line === 2),
      `other lines are touched: ${JSON.stringify(edits)}`,
    );
  }),
  test("a host is renamed in all its forms", async () => {
    const document = await openUntitled(
      zone("mail IN A 192.0.2.5", "@ IN MX 10 mail", "@ IN MX 20 mail.untitled.example."),
    );
    const edit = await eventuallyAnswers(() =>
      commands.executeCommand<WorkspaceEdit>(
        "vscode.executeDocumentRenameProvider",
        document.uri,
        positionOf(document, "mail IN"),
        "smtp",
      ),
    );
    await workspace.applyEdit(edit);
    for (const line of ["smtp IN A", "MX 10 smtp\n", "MX 20 smtp.untitled.example."])
      ok(document.getText().includes(line), document.getText());
  }),
  test("a name leads to its record, also in a file that nobody opened", async () => {
    const document = await openUntitled(
      zone('@ IN TXT "v=spf1 include:unopened.example -all"', "@ IN MX 10 ns1"),
    );
    const own = await definitions(document, "ns1", "@ IN MX 10 ");
    equal(own[0]?.line, positionOf(document, "ns1 IN A").line, "the line of ns1");
    const other = await definitions(document, "unopened.example", "include:");
    ok(other[0]?.uri.endsWith("unopened.zone") === true, `it leads to ${JSON.stringify(other)}`);
  }),
  test("references, highlights and names of the workspace", async () => {
    const document = await openUntitled(zone("mail IN A 192.0.2.5", "@ IN MX 10 mail"));
    const at = positionOf(document, "mail IN");
    const found = await answered(() =>
      commands.executeCommand<readonly Location[]>("vscode.executeReferenceProvider", document.uri, at),
    );
    equal(found.length, 2, "the number of references");
    const marks = await answered(() =>
      commands.executeCommand<readonly DocumentHighlight[]>(
        "vscode.executeDocumentHighlights",
        document.uri,
        at,
      ),
    );
    equal(marks.length, 2, "the number of highlights");
    const symbols = await answered(() =>
      commands.executeCommand<readonly SymbolInformation[]>(
        "vscode.executeWorkspaceSymbolProvider",
        "mail.untitled",
      ),
    );
    ok(
      symbols.some(({ name }) => name === "mail.untitled.example"),
      symbols.map(({ name }) => name).join(" "),
    );
  }),
  test("hints and lenses say what the text means", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:198.51.100.0/24 -all"'));
    const whole = new Range(0, 0, document.lineCount, 0);
    const hints = await answered(() =>
      commands.executeCommand<readonly InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole),
    );
    const labels = hints.map(({ label }) =>
      typeof label === "string" ? label : label.map((part) => part.value).join(""),
    );
    for (const label of ["1 hour", "0/10 lookups"]) ok(labels.includes(label), labels.join(" | "));
    const lenses = await answered(() =>
      commands.executeCommand<readonly CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 5),
    );
    equal(
      lenses.map(({ command }) => command?.title),
      ["authorizes 256 IPv4 addresses, 0/10 lookups"],
      "the lenses",
    );
  }),
  test("the chain of SPF includes is a call hierarchy", async () => {
    const document = await openUntitled(
      zone('@ IN TXT "v=spf1 include:_a.untitled.example -all"', '_a IN TXT "v=spf1 -all"'),
    );
    const items = await answered(() =>
      commands.executeCommand<readonly CallHierarchyItem[]>(
        "vscode.prepareCallHierarchy",
        document.uri,
        positionOf(document, "v=spf1 include"),
      ),
    );
    const calls = await commands.executeCommand<readonly CallHierarchyOutgoingCall[]>(
      "vscode.provideOutgoingCalls",
      items[0],
    );
    equal(
      calls.map(({ to }) => to.name),
      ["_a.untitled.example"],
      "the includes",
    );
  }),
  test("colours, links and growing selections", async () => {
    const document = await openFile("mail.example.zone");
    const tokens = await eventuallyAnswers(() =>
      commands.executeCommand<SemanticTokens>("vscode.provideDocumentSemanticTokens", document.uri),
    );
    ok(tokens.data.length > 0, "there are no tokens");
    const links = await answered(() =>
      commands.executeCommand<readonly DocumentLink[]>("vscode.executeLinkProvider", document.uri),
    );
    ok(
      links.some(({ target }) => target?.scheme === "mailto"),
      "there is no mail address to write to",
    );
    const [range] = await answered(() =>
      commands.executeCommand<readonly SelectionRange[]>(
        "vscode.executeSelectionRangeProvider",
        document.uri,
        [positionOf(document, "v=spf1")],
      ),
    );
    ok(range?.parent !== undefined, "the selection does not grow");
  }),
];

async function definitions(document: TextDocument, name: string, after: string) {
  const at = positionOf(document, after + name).translate(0, after.length + 1);
  const found = await answered(() =>
    commands.executeCommand<readonly (Location | LocationLink)[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      at,
    ),
  );
  return found.map((one) =>
    "targetUri" in one
      ? { uri: one.targetUri.path, line: one.targetRange.start.line }
      : { uri: one.uri.path, line: one.range.start.line },
  );
}

async function eventuallyHas(ask: () => Promise<readonly string[]>, wanted: string): Promise<void> {
  await answered(async () => {
    const found = await ask();
    return found.includes(wanted) ? found : [];
  });
}

async function eventuallyAnswers<T>(ask: () => Thenable<T | undefined>): Promise<T> {
  const [found] = await answered(async () => {
    const answer = await ask();
    return answer === undefined || answer === null ? [] : [answer];
  });
  ok(found !== undefined, "no answer");
  return eventually(
    () => found,
    () => "no answer",
  );
}
