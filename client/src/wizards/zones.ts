// Wizards and commands about whole zone files.
import { env, languages, window, workspace } from "vscode";
import type { Ask, Outcome } from "../ask.ts";
import { servedDocuments } from "../selector.ts";
import { needsMailbox, needsName, needsNameServers, words } from "./answers.ts";
import { confirmAndApply, type Given, listIn, pickOne, textIn, typeIn } from "./pick.ts";

/** The next serial of the zone in front. */
export async function bumpSerial(ask: Ask, given: Given): Promise<boolean> {
  const uri = textIn(given, "uri") ?? front();
  if (uri === undefined) return false;
  const outcome = await ask<Outcome>("wizard", { wizard: "bumpSerial", uri });
  return confirmAndApply("Bump Serial", outcome, { ...given, confirmed: true });
}

/** A new zone file in an editor, not saved yet. */
export async function newZone(ask: Ask, given: Given): Promise<boolean> {
  const title = "New Zone File";
  const domain =
    textIn(given, "origin") ??
    (await typeIn(title, { prompt: "The domain, such as example.com", problem: needsName }));
  if (domain === undefined) return false;
  const origin = domain.trim();
  const servers = listIn(given, "nameServers") ?? (await typeServers(title));
  if (servers === undefined) return false;
  const contact =
    textIn(given, "contact") ??
    (await typeIn(`${title}: who is responsible?`, {
      prompt: "A mail address",
      value: `hostmaster@${origin.replace(/\.$/, "")}`,
      problem: needsMailbox,
    }));
  if (contact === undefined) return false;
  const text = await ask<string>("newZone", { origin, nameServers: servers, contact });
  if (text === undefined) return false;
  const document = await workspace.openTextDocument({ language: "dns-zone", content: text });
  await window.showTextDocument(document);
  return true;
}

/** The zone in front as JSON or as zone text, in a new editor. */
export async function exportAs(ask: Ask, given: Given, format: "json" | "zone"): Promise<boolean> {
  const uri = textIn(given, "uri") ?? front();
  if (uri === undefined) return false;
  const found = await ask<{ text: string; language: string; leftOut: number; why: readonly string[] }>(
    "export",
    { uri, format },
  );
  if (found === undefined) return false;
  const document = await workspace.openTextDocument({ language: found.language, content: found.text });
  await window.showTextDocument(document);
  if (found.leftOut > 0)
    void window.showWarningMessage(`${found.leftOut} records were left out: ${found.why.join("; ")}.`);
  return true;
}

/** The record under the cursor, in another system's words, on the clipboard. */
export async function copyRecordAs(ask: Ask, given: Given): Promise<boolean> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return false;
  const { line, character } = editor.selection.active;
  const uri = editor.document.uri.toString();
  const forms = await ask<readonly { label: string; text: string | null }[]>("copyAs", {
    uri,
    position: { line, character },
  });
  if (forms === undefined) return false;
  const options = forms.flatMap(({ label, text }) =>
    text === null ? [] : [{ label, detail: text.replace(/\s+/g, " "), value: text }],
  );
  if (options.length === 0) {
    void window.showInformationMessage("This record is not known well enough here to be copied.");
    return false;
  }
  const wanted = textIn(given, "format");
  const text =
    options.find(({ label }) => label === wanted)?.value ?? (await pickOne("Copy Record As", options));
  if (text === undefined) return false;
  await env.clipboard.writeText(text);
  return true;
}

function front(): string | undefined {
  const document = window.activeTextEditor?.document;
  if (document !== undefined && languages.match(servedDocuments, document) > 0)
    return document.uri.toString();
  void window.showInformationMessage("Open a zone file first.");
  return undefined;
}

async function typeServers(title: string): Promise<readonly string[] | undefined> {
  const typed = await typeIn(`${title}: name servers`, {
    prompt: "Two or more, parted by spaces; absolute names end in a dot",
    value: "ns1 ns2",
    problem: needsNameServers,
  });
  return typed === undefined ? undefined : words(typed);
}
