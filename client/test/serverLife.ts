// When the server starts, what starting costs, and that it can be started again.
import { commands, DiagnosticSeverity, extensions, type Uri, workspace } from "vscode";
import {
  answered,
  api,
  equal,
  eventually,
  findingOf,
  findings,
  inWebHost,
  ok,
  openFile,
  openUntitled,
  ruleOf,
  type Test,
  test,
  zone,
} from "./testing.ts";

const NODE_HOST = "Node host";
const WEB_HOST = "web worker host";

export const serverTests: readonly Test[] = [
  {
    name: "the extension is activated",
    body: async () => {
      // How long it takes says more about the machine than about us: it is printed, not judged.
      const { activationMilliseconds } = await api();
      ok(activationMilliseconds >= 0, `activate() took ${activationMilliseconds} ms`);
      return `activate() took ${activationMilliseconds.toFixed(1)} ms, goal 30 ms`;
    },
  },
  {
    name: "runs in the extension host it was meant for",
    body: async () => {
      const manifest: { readonly main?: string } = extensions.getExtension("dnslens.dnslens")?.packageJSON;
      const meant = manifest.main === undefined ? WEB_HOST : NODE_HOST;
      const host = inWebHost() ? WEB_HOST : NODE_HOST;
      equal(host, meant, "the extension host");
      return host;
    },
  },
  test("files are recognised by name and by first line", async () => {
    const byName = await openFile("mail.example.zone");
    ok(byName.languageId === "dns-zone", `mail.example.zone is ${byName.languageId}`);
    const byLine = await openFile("by-first-line");
    ok(byLine.languageId === "dns-zone", `by-first-line is ${byLine.languageId}`);
    const other = await openFile("db.config.py");
    ok(other.languageId === "python", `db.config.py is ${other.languageId}`);
  }),
  test("the server restarts on command and reports again", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 +all"'));
    await findingOf(document, "spf-all-plus");
    await commands.executeCommand("dnslens.restartServer");
    await findingOf(document, "spf-all-plus");
    const after = await openUntitled(zone('@ IN TXT "v=spf1 ?all"'));
    await findingOf(after, "spf-all-neutral");
  }),
  test("the output can be shown", async () => {
    const isOutput = ({ uri }: { readonly uri: Uri }) =>
      uri.scheme === "output" && decodeURIComponent(uri.path).includes("DNS Lens");
    // Asked again: a panel that is just opening for something else loses the first request.
    const shown = await answered(async () => {
      await commands.executeCommand("dnslens.showOutput");
      return workspace.textDocuments.filter(isOutput);
    });
    equal(shown.length, 1, "the number of outputs");
  }),
  test("the status item counts the findings of the file in front", async () => {
    const { status } = await api();
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:203.0.113.5 +all"'));
    await findingOf(document, "spf-all-plus");
    const counted = () => {
      const count = findings(document).length;
      return eventually(
        () => (status() === (count === 1 ? "1 finding" : `${count} findings`) ? true : undefined),
        () => `the status is "${status()}" with ${count} findings`,
      );
    };
    await counted();
    await commands.executeCommand("dnslens.showOutput");
    await counted();
  }),
  test("a severity set for a rule takes effect at once", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 +all"'));
    await findingOf(document, "spf-all-plus");
    const settings = workspace.getConfiguration("dnslens");
    const severity = () => findings(document).find((one) => ruleOf(one) === "spf-all-plus")?.severity;
    const becomes = (wanted: DiagnosticSeverity) =>
      eventually(
        () => (severity() === wanted ? true : undefined),
        () => `the severity is still ${severity()}`,
      );
    try {
      await settings.update("rules", { "spf-all-plus": "hint" });
      await becomes(DiagnosticSeverity.Hint);
    } finally {
      await settings.update("rules", undefined);
    }
    await becomes(DiagnosticSeverity.Error);
  }),
];
