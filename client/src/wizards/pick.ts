// The questions that wizards put to a person; each gives undefined when the person went away.
import { type QuickPickItem, Uri, window, workspace } from "vscode";
import { type Ask, type DomainFacts, editOf, type Outcome, rangeOf } from "../ask.ts";

/** What is answered already: a command may be called with its answers, by a key binding or another extension. */
export type Given = Readonly<Record<string, unknown>>;

/** Picks one of some values. */
export async function pickOne<Value>(
  title: string,
  options: readonly (QuickPickItem & { readonly value: Value })[],
): Promise<Value | undefined> {
  return (await window.showQuickPick(options, { title, matchOnDetail: true, ignoreFocusOut: true }))?.value;
}

/** Picks any number of some values, none too. */
export async function pickMany<Value>(
  title: string,
  options: readonly (QuickPickItem & { readonly value: Value })[],
): Promise<readonly Value[] | undefined> {
  const picked = await window.showQuickPick(options, {
    title,
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ value }) => value);
}

/** Asks for a line of text; what `problem` says stands below it while it is wrong. */
export function typeIn(
  title: string,
  {
    prompt,
    value = "",
    problem = () => undefined,
  }: { prompt: string; value?: string; problem?: (text: string) => string | undefined },
): Thenable<string | undefined> {
  return window.showInputBox({ title, prompt, value, ignoreFocusOut: true, validateInput: problem });
}

/** A domain of the workspace and its file: the one given, the only one of the file in front, or the one picked. */
export async function pickDomain(ask: Ask, title: string, given: Given): Promise<DomainFacts | undefined> {
  const domains = await ask<readonly DomainFacts[]>("domains");
  if (domains === undefined) return undefined;
  const front = typeof given.uri === "string" ? given.uri : window.activeTextEditor?.document.uri.toString();
  const here = domains.filter(({ uri }) => uri === front);
  const wanted = given.domain;
  if (typeof wanted === "string") {
    const plain = wanted.replace(/\.$/, "").toLowerCase();
    const known = [...here, ...domains].find(({ domain }) => domain === plain);
    if (known !== undefined) return known;
    void window.showInformationMessage(`${title}: ${plain} is no domain of this workspace's zones.`);
    return undefined;
  }
  if (here.length === 1 && here[0] !== undefined) return here[0];
  if (domains.length === 0) {
    void window.showInformationMessage(
      "There is no zone in this workspace yet. “DNS Lens: New Zone File” writes one.",
    );
    return undefined;
  }
  const sorted = [...here, ...domains.filter((one) => !here.includes(one))];
  return pickOne(
    title,
    sorted.map((value) => ({
      label: value.domain,
      description: workspace.asRelativePath(Uri.parse(value.uri)),
      value,
    })),
  );
}

/** Shows what would be written, then writes it as one edit that can be undone. Gives whether it was written. */
export async function confirmAndApply(
  title: string,
  outcome: Outcome | undefined,
  given: Given,
): Promise<boolean> {
  if (outcome === undefined) return false;
  const [uri] = Object.keys(outcome.changes);
  if (uri === undefined) {
    void window.showInformationMessage([`${title}: there is nothing to change.`, ...outcome.notes].join(" "));
    return false;
  }
  const before = versionsOf(outcome);
  const files = Object.keys(outcome.changes).map((file) => workspace.asRelativePath(Uri.parse(file)));
  const choice =
    given.confirmed === true
      ? "write"
      : await pickOne(title, [
          {
            label: `$(check) Write to ${files.join(" and ")}`,
            detail: outcome.shown.join("   ").slice(0, 600),
            value: "write",
          },
          {
            label: "$(diff) Preview as a refactoring",
            detail: ["Tick there what is to be written, then apply it.", ...outcome.notes].join(" "),
            value: "preview",
          },
        ]);
  if (choice === undefined) return false;
  // While the question was open somebody may have gone on writing: the places would be others.
  if (versionsOf(outcome) !== before) {
    void window.showWarningMessage(
      `${title}: ${files.join(" and ")} changed meanwhile, so nothing was written. Please start again.`,
    );
    return false;
  }
  const edit = editOf(outcome, choice === "preview" ? { label: title } : undefined);
  const done = await workspace.applyEdit(edit, { isRefactoring: true });
  if (!done) {
    // Who leaves a preview knows that nothing was written.
    if (choice === "write")
      void window.showErrorMessage(`${title}: ${files.join(" and ")} could not be written.`);
    return false;
  }
  const first = outcome.changes[uri]?.[0]?.range;
  const editor = await window.showTextDocument(Uri.parse(uri, true), { preserveFocus: false });
  if (first !== undefined) editor.revealRange(rangeOf(first));
  if (outcome.notes.length > 0 && given.confirmed !== true)
    void window.showInformationMessage(outcome.notes.join(" "));
  return true;
}

// The versions of the files that an outcome would write, as they are open now.
function versionsOf({ changes }: Outcome): string {
  const open = new Map(workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
  return Object.keys(changes)
    .map((uri) => `${open.get(Uri.parse(uri).toString())} ${uri}`)
    .join("\n");
}

export function textIn(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === "string" ? value : undefined;
}

export function listIn(given: Given, name: string): readonly string[] | undefined {
  const value = given[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}
