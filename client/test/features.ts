// What the editor shows about a zone besides its findings.
import {
  commands,
  type DocumentSymbol,
  extensions,
  type FoldingRange,
  type Hover,
  type TextDocument,
  Uri,
  window,
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

interface Walkthrough {
  readonly id: string;
  readonly steps: readonly unknown[];
}

export const featureTests: readonly Test[] = [
  test("the hover on an SPF record says who may send", async () => {
    const document = await openFile("mail.example.zone");
    const text = await hoverAt(document, "v=spf1 mx");
    for (const words of ["Who may send mail as", "mail.example", "198.51.100.0/24"]) {
      ok(text.includes(words), `the hover does not say "${words}":\n${text}`);
    }
  }),
  test("the hover works in a document that was never saved", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:203.0.113.5 -all"'));
    const text = await hoverAt(document, "v=spf1");
    ok(text.includes("203.0.113.5"), `the hover does not name the address:\n${text}`);
  }),
  test("the hover works on every URI scheme", async () => {
    const text = zone('@ IN TXT "v=spf1 ip4:203.0.113.5 -all"');
    const provider = workspace.registerTextDocumentContentProvider("dnslens-test", {
      provideTextDocumentContent: () => text,
    });
    try {
      const document = await workspace.openTextDocument(Uri.parse("dnslens-test:/zones/other.zone"));
      equal(document.languageId, "dns-zone", "the language");
      const shown = await hoverAt(document, "v=spf1");
      ok(shown.includes("203.0.113.5"), `the hover does not name the address:\n${shown}`);
    } finally {
      provider.dispose();
    }
  }),
  test("the outline names owners and types", async () => {
    const document = await openFile("mail.example.zone");
    const symbols = await answered(() => {
      const command = "vscode.executeDocumentSymbolProvider";
      return commands.executeCommand<readonly DocumentSymbol[] | undefined>(command, document.uri);
    });
    const names = flatten(symbols)
      .map(({ name, detail }) => `${name} ${detail}`)
      .join("\n");
    for (const words of ["SOA", "_dmarc", "ns1"])
      ok(names.includes(words), `the outline lacks ${words}:\n${names}`);
  }),
  test("the walkthrough opens with its four steps", async () => {
    const manifest: { readonly contributes: { readonly walkthroughs: readonly Walkthrough[] } } | undefined =
      extensions.getExtension("dnslens.dnslens")?.packageJSON;
    equal(
      manifest?.contributes.walkthroughs.map(({ id, steps }) => [id, steps.length]),
      [["start", 4]],
      "the walkthroughs and their steps",
    );
    await commands.executeCommand("workbench.action.openWalkthrough", "dnslens.dnslens#start", false);
    await eventually(
      () =>
        window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(({ label }) => /Welcome|Walkthrough/.test(label)),
      () =>
        `the tabs are ${window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)).join(", ")}`,
    );
    await commands.executeCommand("workbench.action.closeActiveEditor");
  }),
  test("a record in parentheses folds", async () => {
    const document = await openFile("mail.example.zone");
    const ranges = await answered(() => {
      const command = "vscode.executeFoldingRangeProvider";
      return commands.executeCommand<readonly FoldingRange[] | undefined>(command, document.uri);
    });
    const line = positionOf(document, "soa IN TXT (").line;
    const fold = ranges.find(({ start }) => start === line);
    equal(fold?.end, line + 1, "the last line of the folded record");
  }),
];

async function hoverAt(document: TextDocument, text: string): Promise<string> {
  const position = positionOf(document, text);
  const hovers = await answered(() =>
    commands.executeCommand<readonly Hover[]>("vscode.executeHoverProvider", document.uri, position),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

function flatten(symbols: readonly DocumentSymbol[]): readonly DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}
