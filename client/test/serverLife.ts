// When the server starts, what starting costs, and that it can be started again.
import { commands, DiagnosticSeverity, type Uri, workspace } from "vscode";
import {
  api,
  eventually,
  findingOf,
  findings,
  ok,
  openFile,
  openUntitled,
  ruleOf,
  type Test,
  test,
  zone,
} from "./testing.ts";

// The goal is 30 ms; ten times that only catches what is broken, on any machine under any load.
const activationLimit = 300;

export const serverTests: readonly Test[] = [
  {
    name: "activation takes little time",
    body: async () => {
      const { activationMilliseconds } = await api();
      ok(activationMilliseconds < activationLimit, `activate() took ${activationMilliseconds.toFixed(1)} ms`);
      return `activate() took ${activationMilliseconds.toFixed(1)} ms, goal 30 ms`;
    },
  },
  {
    name: "runs in the extension host it was meant for",
    body: async () => (typeof process === "undefined" ? "web worker host" : "Node host"),
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
    await commands.executeCommand("dnslens.showOutput");
    const isOutput = ({ uri }: { readonly uri: Uri }) =>
      uri.scheme === "output" && decodeURIComponent(uri.path).includes("DNS Lens");
    await eventually(
      () => (workspace.textDocuments.some(isOutput) ? true : undefined),
      () => `no output; open: ${workspace.textDocuments.map(({ uri }) => uri.toString()).join(" ")}`,
    );
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
    await settings.update("rules", { "spf-all-plus": "hint" });
    try {
      await eventually(
        () => (severity() === DiagnosticSeverity.Hint ? true : undefined),
        () => `the severity is still ${severity()}`,
      );
    } finally {
      await settings.update("rules", undefined);
    }
  }),
];
