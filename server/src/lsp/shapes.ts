import {
  type CodeAction,
  type Command,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  MarkupContent,
  MarkupKind,
  type SignatureHelp,
  type SymbolInformation,
} from "vscode-languageserver";
import { plainText } from "../features/plainText.ts";
import { LAST_OF_THE_FIRST_KINDS, type Shows } from "./abilities.ts";

/** The command that applies an edit for clients that take commands in place of actions. */
export const APPLY_EDIT = "dnslens.applyEdit";

type Documentation = string | MarkupContent | undefined;

function plain(documentation: Documentation): Documentation {
  if (!MarkupContent.is(documentation)) return documentation;
  return { kind: MarkupKind.PlainText, value: plainText(documentation.value) };
}

export function hoverFor({ hoverMarkdown }: Shows, hover: Hover | null): Hover | null {
  if (hover === null || hoverMarkdown || !MarkupContent.is(hover.contents)) return hover;
  return { ...hover, contents: { kind: MarkupKind.PlainText, value: plainText(hover.contents.value) } };
}

export function completionFor(shows: Shows, list: CompletionList): CompletionList {
  if (shows.completionMarkdown && shows.newerKinds) return list;
  return { ...list, items: list.items.map((item) => completionItemFor(shows, item)) };
}

function completionItemFor(shows: Shows, { documentation, kind, ...item }: CompletionItem): CompletionItem {
  const shown = shows.completionMarkdown ? documentation : plain(documentation);
  const isKnown = shows.newerKinds || (kind ?? 0) <= LAST_OF_THE_FIRST_KINDS;
  return {
    ...item,
    ...(kind === undefined ? {} : { kind: isKnown ? kind : CompletionItemKind.Value }),
    ...(shown === undefined ? {} : { documentation: shown }),
  };
}

export function signatureFor(shows: Shows, help: SignatureHelp | null): SignatureHelp | null {
  if (help === null || (shows.signatureMarkdown && shows.labelOffsets)) return help;
  const documentationFor = ({ documentation }: { documentation?: Documentation }) => {
    const shown = shows.signatureMarkdown ? documentation : plain(documentation);
    return shown === undefined ? {} : { documentation: shown };
  };
  const signatures = help.signatures.map((signature) => ({
    ...signature,
    ...documentationFor(signature),
    parameters: (signature.parameters ?? []).map((parameter) => {
      const { label } = parameter;
      const isWord = shows.labelOffsets || typeof label === "string";
      return {
        ...documentationFor(parameter),
        label: isWord ? label : signature.label.slice(...label),
      };
    }),
  }));
  return { ...help, signatures };
}

/** An outline as a list: each record names the owner that it belongs to. */
export function symbolsFor(
  { symbolTrees }: Shows,
  uri: string,
  symbols: DocumentSymbol[],
): DocumentSymbol[] | SymbolInformation[] {
  return symbolTrees ? symbols : flat(uri, symbols, undefined);
}

function flat(
  uri: string,
  symbols: readonly DocumentSymbol[],
  containerName: string | undefined,
): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flat(uri, children, name),
  ]);
}

/** Actions as commands that the server runs; none where the client takes no edits from a server either. */
export function actionsFor(
  { actionLiterals, takesEdits }: Shows,
  actions: CodeAction[],
): (CodeAction | Command)[] {
  if (actionLiterals) return actions;
  if (!takesEdits) return [];
  return actions.map(({ title, edit }) => ({ title, command: APPLY_EDIT, arguments: [edit] }));
}

/** Findings as they were shaped last: the same object for the same one, by which its octets are kept (`encoder.ts`). */
const shaped = new WeakMap<Diagnostic, Diagnostic>();

/** Findings with what the client shows of them. */
export function findingsFor(shows: Shows, findings: Diagnostic[]): Diagnostic[] {
  if (shows.relatedInformation && shows.ruleLinks && shows.tags === undefined) return findings;
  return findings.map((finding) => {
    const shown = shaped.get(finding) ?? findingFor(shows, finding);
    shaped.set(finding, shown);
    return shown;
  });
}

function findingFor(shows: Shows, finding: Diagnostic): Diagnostic {
  const { codeDescription, relatedInformation, tags = [], ...common } = finding;
  return {
    ...common,
    ...(shows.ruleLinks && codeDescription !== undefined ? { codeDescription } : {}),
    ...(shows.relatedInformation && relatedInformation !== undefined ? { relatedInformation } : {}),
    tags: tags.filter((tag) => shows.tags?.includes(tag) ?? true),
  };
}
