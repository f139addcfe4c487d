// What the editor tests share: assertions that need no Node, documents, and waiting for what the server says.
import {
  type Diagnostic,
  extensions,
  languages,
  type Position,
  type TextDocument,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Api } from "../src/common.ts";

// Only a broken extension waits this long: a machine with ten times the load it can carry does not.
const waitingLimit = 60_000;

/** A test; what it resolves to is printed behind its name. */
export interface Test {
  readonly name: string;
  readonly body: () => Promise<string | undefined>;
}

/** A test that has nothing to add to its name. */
export function test(name: string, body: () => Promise<void>): Test {
  return {
    name,
    body: async () => {
      await body();
      return undefined;
    },
  };
}

/** Whether the tests run in the browser's extension host, which has neither Node nor git. */
export function inWebHost(): boolean {
  return typeof process === "undefined";
}

/** Fails unless both have the same JSON. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}\n  expected ${wanted}\n  got      ${got}`);
}

/** Fails unless the condition holds. */
export function ok(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** What the extension exports, activated. */
export async function api(): Promise<Api> {
  const extension = extensions.getExtension<Api>("dnslens.dnslens");
  ok(extension !== undefined, "the extension dnslens.dnslens is not installed");
  return extension.activate();
}

/** Opens a file of the test workspace. */
export async function openFile(name: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0];
  ok(folder !== undefined, "no folder is open");
  const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, name));
  await window.showTextDocument(document);
  return document;
}

/** Opens a document that is not saved anywhere. */
export async function openUntitled(content: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument({ language: "dns-zone", content });
  await window.showTextDocument(document);
  return document;
}

/** A small sound zone of `untitled.example.` with more lines below. */
export function zone(...lines: readonly string[]): string {
  return [
    "$ORIGIN untitled.example.",
    "$TTL 3600",
    "@ IN SOA ns1.untitled.example. hostmaster.untitled.example. 1 7200 3600 1209600 300",
    "@ IN NS ns1.untitled.example.",
    "@ IN NS ns2.untitled.example.",
    "ns1 IN A 192.0.2.1",
    "ns2 IN A 192.0.2.2",
    ...lines,
    "",
  ].join("\n");
}

/** Our findings in a document at this moment. */
export function findings(document: TextDocument): readonly Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === "dnslens");
}

/** A finding's rule id. */
export function ruleOf(diagnostic: Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === "object" ? code.value : code);
}

/** Waits for a finding of a rule. */
export function findingOf(document: TextDocument, rule: string): Promise<Diagnostic> {
  return eventually(
    () => findings(document).find((diagnostic) => ruleOf(diagnostic) === rule),
    () => `${rule} was not reported; reported: ${findings(document).map(ruleOf).join(", ") || "nothing"}`,
  );
}

/** Waits until a rule has no finding. */
export async function gone(document: TextDocument, rule: string): Promise<void> {
  await eventually(
    () => (findings(document).some((diagnostic) => ruleOf(diagnostic) === rule) ? undefined : true),
    () => `${rule} is still reported`,
  );
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(ask: () => T | undefined, complaint: () => string): Promise<T> {
  const deadline = performance.now() + waitingLimit;
  for (;;) {
    const answer = ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The position of the first character of `text`. */
export function positionOf(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  ok(offset >= 0, `the document does not contain ${text}`);
  return document.positionAt(offset);
}

/** Asks until there is an answer: the first request may come before the server has registered what it can do. */
export async function answered<T>(ask: () => Thenable<readonly T[] | undefined>): Promise<readonly T[]> {
  let latest: readonly T[] = [];
  let asking = false;
  return eventually(
    () => {
      if (latest.length > 0) return latest;
      if (!asking) {
        asking = true;
        ask().then(
          (answer) => {
            latest = answer ?? [];
            asking = false;
          },
          () => {
            asking = false;
          },
        );
      }
      return undefined;
    },
    () => "no answer",
  );
}
