// Questions to the language server, as commands and views ask them.
import { Position, Range, Uri, WorkspaceEdit } from "vscode";

/** Asks the server, starting it if need be. Where it refuses, the person is told why and there is no answer. */
export type Ask = <Answer>(question: string, params?: object) => Promise<Answer | undefined>;

/** Lines and characters as the protocol sends them. */
export interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A place in a file as the server names it. */
export interface Place {
  readonly uri: string;
  readonly range: PlainRange;
}

/** What a wizard would write. */
export interface Outcome {
  readonly changes: Readonly<
    Record<string, readonly { readonly range: PlainRange; readonly newText: string }[]>
  >;
  readonly shown: readonly string[];
  readonly notes: readonly string[];
}

/** A domain of the workspace. */
export interface DomainFacts {
  readonly domain: string;
  readonly uri: string;
  readonly spf: boolean;
  readonly dmarc: string | null;
  readonly selectors: readonly string[];
  readonly receives: boolean;
}

/** The editor's range of a plain one. */
export function rangeOf({ start, end }: PlainRange): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}

/** The edits of an outcome; with `preview` the editor shows them in its refactoring preview first. */
export function editOf({ changes }: Outcome, preview: { readonly label: string } | undefined): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const [uri, edits] of Object.entries(changes)) {
    for (const { range, newText } of edits) {
      const metadata = preview === undefined ? undefined : { needsConfirmation: true, label: preview.label };
      edit.replace(Uri.parse(uri, true), rangeOf(range), newText, metadata);
    }
  }
  return edit;
}
