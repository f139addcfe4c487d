// "Review DNS Changes" over a real repository: the folder `review`, in which the launcher has made two commits. Node host only: the
// browser's has no git.
import {
  type CodeLens,
  commands,
  extensions,
  type Hover,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
} from "vscode";
import { answered, eventually, ok, openFile, positionOf, type Test, test } from "./testing.ts";

interface GitApi {
  readonly repositories: readonly {
    readonly rootUri: Uri;
    readonly state: { readonly HEAD: { readonly commit?: string } | undefined };
  }[];
}

export const reviewTests: readonly Test[] = [
  test("a branch is reviewed against the one it left: a document says what it means", async () => {
    const git = extensions.getExtension<{ getAPI(version: 1): GitApi }>("vscode.git");
    ok(git !== undefined, "there is no git extension in this host");
    await openFile(FILE);
    const api = (await git.activate()).getAPI(1);
    await eventually(
      () =>
        api.repositories.find(({ rootUri, state }) => rootUri.path.endsWith("/review") && state.HEAD?.commit),
      () => `git sees ${api.repositories.map(({ rootUri }) => rootUri.path).join(", ") || "no repository"}`,
    );
    await commands.executeCommand("dnslens.reviewChanges");
    const told = await workspace.openTextDocument(Uri.parse("dnslens-review:/DNS%20changes.md"));
    for (const words of ["`-all` became `+all`", "do not merge", "example.org.zone"]) {
      ok(told.getText().includes(words), `the review does not say "${words}":\n${told.getText()}`);
    }
  }),
  test("the lens above a changed record opens both sides in the diff editor, and the old side has hovers", async () => {
    const { uri } = await openFile(FILE);
    const command = "vscode.executeCodeLensProvider";
    const [lens] = await answered(async () => {
      const lenses = await commands.executeCommand<readonly CodeLens[]>(command, uri, 20);
      return lenses.filter((one) => one.command?.title.startsWith("against main: "));
    });
    ok(lens?.command !== undefined, "no lens speaks of main");
    await commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    const input = await eventually(
      () => window.tabGroups.all.map(({ activeTab }) => activeTab?.input).find(isDiff),
      () => "no diff editor is open",
    );
    const base = await workspace.openTextDocument(input.original);
    ok(base.getText().includes("-all"), "the base side is not the older text");
    const at = positionOf(base, "v=spf1");
    const hovers = await commands.executeCommand<readonly Hover[]>(
      "vscode.executeHoverProvider",
      base.uri,
      at,
    );
    ok(hovers.length > 0, "the base side has no hover");
  }),
];

const FILE = "review/example.org.zone";

function isDiff(input: unknown): input is TabInputTextDiff {
  return input instanceof TabInputTextDiff;
}
