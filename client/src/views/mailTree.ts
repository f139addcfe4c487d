// The view "Mail Authentication": the domains of the workspace and what protects their mail.
import {
  type Disposable,
  EventEmitter,
  languages,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from "vscode";
import { type Ask, type Place, rangeOf } from "../ask.ts";

type State = "good" | "weak" | "bad" | "absent" | "unknown";

interface MailItem {
  readonly kind: string;
  readonly label: string;
  readonly text: string;
  readonly advice: string;
  readonly state: State;
  readonly place: Place | null;
}

interface MailDomain {
  readonly domain: string;
  readonly uri: string;
  readonly state: State;
  readonly items: readonly MailItem[];
}

/** A domain, or one line below it. */
export interface MailNode {
  readonly domain: MailDomain;
  readonly item?: MailItem;
}

/** The server tells of no more. */
const MOST_DOMAINS = 500;

const ICONS: Readonly<Record<State, ThemeIcon>> = {
  good: new ThemeIcon("pass", new ThemeColor("testing.iconPassed")),
  weak: new ThemeIcon("warning", new ThemeColor("list.warningForeground")),
  bad: new ThemeIcon("error", new ThemeColor("list.errorForeground")),
  absent: new ThemeIcon("circle-outline"),
  unknown: new ThemeIcon("question"),
};

const WORDS: Readonly<Record<State, string>> = {
  good: "good",
  weak: "could be better",
  bad: "not protected",
  absent: "not there",
  unknown: "not known here",
};

/** Shows the tree until disposed; it follows the findings, which change whenever records do. */
export function showMailTree(ask: Ask): Disposable {
  const changed = new EventEmitter<undefined>();
  /** What the tree shows, as JSON, and what it is to show next. */
  let shown = "";
  let next: readonly MailDomain[] | undefined;
  const provider: TreeDataProvider<MailNode> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if (node === undefined) {
        const domains = next ?? (await allDomains(ask));
        next = undefined;
        shown = JSON.stringify(domains);
        const { length } = domains;
        view.message = length < MOST_DOMAINS ? "" : `The first ${length} domains of the workspace`;
        return domains.map((domain) => ({ domain }));
      }
      return node.item === undefined ? node.domain.items.map((item) => ({ domain: node.domain, item })) : [];
    },
    getTreeItem: (node) =>
      node.item === undefined ? domainItem(node.domain) : recordItem(node.domain, node.item),
  };
  const view = window.createTreeView("dnslens.mail", { treeDataProvider: provider, showCollapseAll: true });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  // Where the server does not answer, it says so itself, and the tree stays as it is.
  const redraw = async () => {
    const domains = await allDomains(ask);
    // Drawing the same again would swallow the key that somebody presses meanwhile.
    if (JSON.stringify(domains) === shown) return;
    next = domains;
    changed.fire(undefined);
  };
  const refresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void redraw().catch(() => undefined), 400);
  };
  const listeners = [
    languages.onDidChangeDiagnostics(() => view.visible && refresh()),
    workspace.onDidSaveTextDocument(() => view.visible && refresh()),
    view.onDidChangeVisibility(({ visible }) => visible && refresh()),
  ];
  return {
    dispose() {
      clearTimeout(waiting);
      for (const listener of [...listeners, view, changed]) listener.dispose();
    },
  };
}

async function allDomains(ask: Ask): Promise<readonly MailDomain[]> {
  const all: MailDomain[] = [];
  for (;;) {
    const page = await ask<readonly MailDomain[]>("mailTree", { from: all.length });
    if (page === undefined || page.length === 0) return all;
    all.push(...page);
  }
}

function domainItem({ domain, uri, state }: MailDomain): TreeItem {
  const item = new TreeItem(domain, TreeItemCollapsibleState.Collapsed);
  item.id = `${uri} ${domain}`;
  item.description = WORDS[state];
  item.iconPath = ICONS[state];
  item.tooltip = workspace.asRelativePath(Uri.parse(uri));
  item.contextValue = "domain";
  item.accessibilityInformation = { label: `${domain}: ${WORDS[state]}` };
  return item;
}

function recordItem(
  { domain, uri }: MailDomain,
  { kind, label, text, advice, state, place }: MailItem,
): TreeItem {
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.id = `${uri} ${domain} ${label}`;
  item.description = text;
  item.tooltip = advice;
  item.iconPath = ICONS[state];
  item.contextValue = place === null ? `missing.${kind}` : `present.${kind}`;
  item.accessibilityInformation = { label: `${label}, ${WORDS[state]}: ${text}` };
  if (place !== null) {
    const selection = rangeOf(place.range);
    item.command = {
      title: "Open",
      command: "vscode.open",
      arguments: [Uri.parse(place.uri, true), { selection }],
    };
  }
  return item;
}
