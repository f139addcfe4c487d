// "Review DNS Changes": what the branch means for mail and zones, as a tree, as a document, and beside the records themselves.
import {
  CodeLens,
  commands,
  type Disposable,
  EventEmitter,
  languages,
  ProgressLocation,
  Range,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { baseOf, type GitApi, type GitChange, type GitRepository, gitApi, tried } from "./git.ts";
import { servedDocuments } from "./selector.ts";

const SCHEME = "dnslens-review";
const DOCUMENT = Uri.parse(`${SCHEME}:/DNS%20changes.md`);

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Change {
  readonly kind: string;
  readonly severity: "error" | "warning" | "info";
  readonly domain: string;
  readonly message: string;
  readonly path: string | null;
  readonly head: Place | null;
  readonly base: Place | null;
}

interface Review {
  readonly base: string;
  readonly changes: readonly Change[];
  readonly markdown: string;
  /** Head and base URI of each file that changed. */
  readonly files: ReadonlyMap<string, readonly [head: Uri, base: Uri]>;
}

type Node =
  | { readonly kind: "severity"; readonly severity: Change["severity"] }
  | { readonly kind: "domain"; readonly severity: Change["severity"]; readonly domain: string }
  | { readonly kind: "change"; readonly change: Change };

/** Registers the command, the view, the document and the code lenses. `start` gives the running language client. */
export function registerReview(start: () => Promise<BaseLanguageClient>): Disposable {
  let review: Review | undefined;
  const changed = new EventEmitter<void>();
  const documentChanged = new EventEmitter<Uri>();
  const show = async (resource?: unknown) => {
    const made = await window.withProgress(
      { location: ProgressLocation.Window, title: "DNS Lens reviews the changes" },
      () => reviewOf(start, resource),
    );
    if (typeof made === "string") {
      void window.showInformationMessage(made);
      return;
    }
    review = made;
    await commands.executeCommand("setContext", "dnslens.reviewed", true);
    changed.fire();
    documentChanged.fire(DOCUMENT);
    await commands
      .executeCommand("markdown.showPreview", DOCUMENT)
      .then(undefined, () => window.showTextDocument(DOCUMENT));
    await commands.executeCommand("dnslens.review.focus");
  };
  const disposables = [
    commands.registerCommand("dnslens.reviewChanges", show),
    commands.registerCommand("dnslens.openChange", (change: Change) => openChange(change, review)),
    window.registerTreeDataProvider("dnslens.review", {
      onDidChangeTreeData: changed.event,
      getChildren: (node?: Node) => childrenOf(node, review?.changes ?? []),
      getTreeItem: (node: Node) => itemOf(node, review?.changes ?? []),
    }),
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: documentChanged.event,
      provideTextDocumentContent: () => review?.markdown ?? "",
    }),
    languages.registerCodeLensProvider([...servedDocuments], {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: ({ uri }) => lensesOf(review, uri.toString()),
    }),
    changed,
    documentChanged,
  ];
  return { dispose: () => disposables.map((one) => one.dispose()) };
}

/** Asks the server about what changed; a sentence for the person where there is nothing to ask. */
async function reviewOf(
  start: () => Promise<BaseLanguageClient>,
  resource: unknown,
): Promise<Review | string> {
  const git = await gitApi();
  if (git === undefined) return "DNS Lens compares with git, and the git extension is not enabled.";
  const repository = repositoryOf(git, resource);
  if (repository === undefined) return "DNS Lens compares with git, and no folder here is a git repository.";
  const base = await baseOf(repository);
  if (base === undefined) return "This repository has no commit to compare with.";
  const client = await start();
  const included = await client.sendRequest<readonly { readonly uri: string }[]>("dnslens/includedFiles");
  const parts = new Set(included.map(({ uri }) => asWritten(uri)));
  const changed = await changesSince(repository, base.commit);
  const isPart = (uri: string) => changed.some((change) => headOf(change).toString() === uri);
  let changes: readonly GitChange[];
  let answer: Pick<Review, "changes" | "markdown"> & { readonly missed: readonly string[] };
  let missed: readonly string[] = [];
  // What the base side alone includes is known when it is read; it may include others.
  do {
    for (const uri of missed) parts.add(uri);
    changes = changed.filter((change) => isReviewed(change, parts));
    const files = await Promise.all(
      changes.map((change) => reviewedFile(git, repository, change, base.commit)),
    );
    answer = await client.sendRequest("dnslens/review", { files });
    missed = answer.missed.map(asWritten).filter((uri) => !parts.has(uri) && isPart(uri));
  } while (missed.length > 0);
  const pairs = changes.map(
    (change) =>
      [headOf(change).toString(), [headOf(change), git.toGitUri(change.originalUri, base.commit)]] as const,
  );
  return { base: base.name, ...answer, files: new Map(pairs) };
}

function repositoryOf(git: GitApi, resource: unknown): GitRepository | undefined {
  const uri =
    resource instanceof Uri ? resource : (rootOf(resource) ?? window.activeTextEditor?.document.uri);
  return (uri === undefined ? undefined : git.getRepository(uri)) ?? git.repositories[0];
}

/** What the source control view hands over. */
function rootOf(resource: unknown): Uri | undefined {
  if (typeof resource !== "object" || resource === null) return undefined;
  if ("resourceUri" in resource && resource.resourceUri instanceof Uri) return resource.resourceUri;
  return "rootUri" in resource && resource.rootUri instanceof Uri ? resource.rootUri : undefined;
}

const READ =
  /(?:\.(?:zone|zonefile|arpa|signed|rpz|tf|tofu|tfvars)(?:\.json)?|\/db\.[^/]+|\/named\.(?:root|ca|local|empty|localhost|loopback)|\/root\.hints|\/terragrunt\.hcl)$/i;

/** Files that differ from a commit, those that git does not track yet included. */
async function changesSince(repository: GitRepository, commit: string): Promise<readonly GitChange[]> {
  const tracked = await repository.diffWith(commit);
  const { workingTreeChanges, untrackedChanges = [] } = repository.state;
  const known = new Map<string, GitChange>();
  for (const change of [...tracked, ...workingTreeChanges, ...untrackedChanges]) {
    const head = headOf(change).toString();
    if (!known.has(head)) known.set(head, change);
  }
  return [...known.values()];
}

/** By its name, or as a part of a zone. */
function isReviewed(change: GitChange, parts: ReadonlySet<string>): boolean {
  return READ.test(headOf(change).path) || parts.has(headOf(change).toString());
}

/** A URI of the server's in the editor's own spelling. */
function asWritten(uri: string): string {
  return Uri.parse(uri, true).toString();
}

function headOf({ uri, renameUri }: GitChange): Uri {
  return renameUri ?? uri;
}

async function reviewedFile(git: GitApi, repository: GitRepository, change: GitChange, commit: string) {
  const uri = headOf(change);
  return {
    path: uri.path.slice(repository.rootUri.path.length + 1),
    uri: uri.toString(),
    baseUri: git.toGitUri(change.originalUri, commit).toString(),
    base: (await tried(() => repository.show(commit, change.originalUri.fsPath))) ?? null,
    head: (await textOf(uri)) ?? null,
  };
}

/** A file as the editor shows it, saved or not. */
async function textOf(uri: Uri): Promise<string | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  return tried(async () => new TextDecoder().decode(await workspace.fs.readFile(uri)));
}

const SEVERITIES = ["error", "warning", "info"] as const;
const LABELS = { error: "Errors", warning: "Warnings", info: "Notes" } as const;
const ICONS = { error: "error", warning: "warning", info: "info" } as const;

function childrenOf(node: Node | undefined, changes: readonly Change[]): Node[] {
  if (node === undefined) {
    const present = SEVERITIES.filter((severity) => changes.some((change) => change.severity === severity));
    return present.map((severity) => ({ kind: "severity", severity }));
  }
  if (node.kind === "change") return [];
  const own = changes.filter(({ severity }) => severity === node.severity);
  if (node.kind === "domain")
    return own.filter(({ domain }) => domain === node.domain).map((change) => ({ kind: "change", change }));
  return [...new Set(own.map(({ domain }) => domain))].map((domain) => ({
    kind: "domain",
    severity: node.severity,
    domain,
  }));
}

function itemOf(node: Node, changes: readonly Change[]): TreeItem {
  if (node.kind === "severity") {
    const item = new TreeItem(LABELS[node.severity], TreeItemCollapsibleState.Expanded);
    item.iconPath = new ThemeIcon(ICONS[node.severity]);
    item.description = String(changes.filter(({ severity }) => severity === node.severity).length);
    return item;
  }
  if (node.kind === "domain") return new TreeItem(node.domain, TreeItemCollapsibleState.Expanded);
  const { change } = node;
  const item = new TreeItem(withoutDomain(change), TreeItemCollapsibleState.None);
  item.description = change.kind;
  item.tooltip = change.message;
  item.command = { command: "dnslens.openChange", title: "Open the Change", arguments: [change] };
  return item;
}

function withoutDomain({ domain, message }: Change): string {
  return message.startsWith(`${domain}: `) ? message.slice(domain.length + 2) : message;
}

/** Both sides in the diff editor, at the range of the change; a file that is on one side only is opened by itself. */
async function openChange(change: Change, review: Review | undefined): Promise<void> {
  const place = change.head ?? change.base;
  if (place === null) return;
  const { start, end } = place.range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  const sides = review?.files.get(place.uri);
  if (change.head === null || sides === undefined) {
    await window.showTextDocument(Uri.parse(place.uri, true), { selection });
    return;
  }
  const [head, base] = sides;
  const name = head.path.slice(head.path.lastIndexOf("/") + 1);
  await commands.executeCommand("vscode.diff", base, head, `${name} (against ${review?.base})`, {
    selection,
  });
}

/** One lens for each record that changed, on the head side: "against main: -all became ~all". */
function lensesOf(review: Review | undefined, uri: string): CodeLens[] {
  if (review === undefined) return [];
  const lines = new Map<number, Change[]>();
  for (const change of review.changes) {
    if (change.head?.uri !== uri) continue;
    const { line } = change.head.range.start;
    lines.set(line, [...(lines.get(line) ?? []), change]);
  }
  return [...lines].map(([line, all]) => {
    const title = `against ${review.base}: ${all.map(withoutDomain).join("; ")}`;
    const command = { command: "dnslens.openChange", title: shortened(title), arguments: [all[0]] };
    return new CodeLens(new Range(line, 0, line, 0), command);
  });
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
