import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Range } from "vscode-languageserver";

/** Something that can be written at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** One line, beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly about?: string;
  /** What is written where that is not the label. With `$1` and the like where `snippet` is set. */
  readonly text?: string;
  readonly snippet?: true;
  /** Smaller comes first; 5 where nothing is said. */
  readonly rank?: number;
  /** Ask again at once for what comes next. */
  readonly goesOn?: true;
}

/** A proposal without places to be filled in: what stands there at first is written. */
export function plainProposal({ snippet, ...proposal }: Proposal): Proposal {
  if (snippet === undefined || proposal.text === undefined) return proposal;
  const text = proposal.text
    .replace(/\$\{[0-9]+\|([^,|]*)[^}]*\}/g, "$1")
    .replace(/\$\{[0-9]+:((?:\\.|[^}])*)\}/g, "$1")
    .replace(/\\(.)/g, "$1");
  return { ...proposal, text };
}

/** A proposal as the protocol writes it, in place of `range`. */
export function completionItem(proposal: Proposal, range: Range, index: number): CompletionItem {
  const { label, kind, detail, about, snippet, goesOn, rank = 5 } = proposal;
  const newText = proposal.text ?? label;
  const { text: plain = label } = plainProposal(proposal);
  return {
    label,
    kind,
    sortText: `${rank}${String(index).padStart(4, "0")}`,
    // Whole records are looked for by what they are called, too.
    filterText: kind === CompletionItemKind.Snippet ? `${label} ${plain}` : plain,
    textEdit: { range, newText },
    ...(detail === undefined ? {} : { detail }),
    ...(about === undefined ? {} : { documentation: { kind: "markdown", value: about } }),
    ...(snippet === undefined ? {} : { insertTextFormat: InsertTextFormat.Snippet }),
    ...(goesOn === undefined
      ? {}
      : { command: { title: "Suggest", command: "editor.action.triggerSuggest" } }),
  };
}
