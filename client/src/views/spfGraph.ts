// The picture of a domain's SPF. The server draws it; this page only shows it and says which box was chosen.
import { Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { type Ask, type PlainRange, rangeOf } from "../ask.ts";
import { type Given, pickDomain } from "../wizards/pick.ts";

interface Drawn {
  readonly title: string;
  readonly svg: string;
  readonly places: readonly { readonly id: string; readonly uri: string; readonly range: PlainRange }[];
}

/** Opens the picture beside the editor. */
export async function showSpfGraph(ask: Ask, given: Given): Promise<boolean> {
  const { domain, uri } = given;
  // A lens names the record that it stands above, which need not be a domain that has mail.
  const isNamed = typeof domain === "string" && typeof uri === "string";
  const facts = isNamed ? { domain, uri } : await pickDomain(ask, "Show SPF Graph", given);
  if (facts === undefined) return false;
  const drawn = await ask<Drawn>("spfGraph", { domain: facts.domain, uri: facts.uri });
  if (drawn === undefined) return false;
  const panel: WebviewPanel = window.createWebviewPanel(
    "dnslens.spfGraph",
    `SPF: ${facts.domain}`,
    ViewColumn.Beside,
    {
      enableScripts: true,
      localResourceRoots: [],
      retainContextWhenHidden: false,
    },
  );
  panel.webview.html = page(drawn);
  panel.webview.onDidReceiveMessage((message: unknown) => {
    const id = typeof message === "object" && message !== null && "id" in message ? message.id : undefined;
    const place = drawn.places.find((one) => one.id === id);
    if (place === undefined) return;
    void window.showTextDocument(Uri.parse(place.uri, true), {
      selection: rangeOf(place.range),
      viewColumn: ViewColumn.One,
    });
  });
  return true;
}

// Nothing is loaded, and only this page's own script and style run.
function page({ title, svg }: Drawn): string {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((octet) => octet.toString(16).padStart(2, "0"))
    .join("");
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SPF</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<h1 id="title">${text(title)}</h1>
<p class="legend"><span class="key ok">read</span><span class="key outside">outside this workspace</span><span class="key broken">broken</span></p>
<main aria-labelledby="title">${svg}</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

const STYLE = `
body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size) var(--vscode-font-family); padding: 8px 16px; }
h1 { font-size: 1.2em; font-weight: 600; margin: 8px 0; }
.legend { margin: 0 0 12px; color: var(--vscode-descriptionForeground); }
.key { margin-right: 16px; padding-left: 18px; position: relative; }
.key::before { content: ""; position: absolute; left: 0; top: 2px; width: 10px; height: 10px; border: 2px solid var(--vscode-foreground); border-radius: 2px; }
.key.ok::before { border-color: var(--vscode-charts-green, var(--vscode-foreground)); }
.key.outside::before { border-style: dashed; border-color: var(--vscode-descriptionForeground); }
.key.broken::before { border-color: var(--vscode-errorForeground); border-width: 3px; }
main { overflow: auto; }
svg { max-width: none; }
text { fill: var(--vscode-foreground); font: 12px var(--vscode-editor-font-family, monospace); }
.title { font-weight: 600; }
.label { fill: var(--vscode-descriptionForeground); font-size: 11px; text-anchor: middle; }
.node rect { fill: var(--vscode-editorWidget-background); stroke: var(--vscode-charts-green, var(--vscode-foreground)); stroke-width: 1.5; }
.node.outside rect { stroke: var(--vscode-descriptionForeground); stroke-dasharray: 5 3; }
.node.broken rect { stroke: var(--vscode-errorForeground); stroke-width: 3; }
.node[role=link] { cursor: pointer; }
.node:focus { outline: none; }
.node:focus rect, .node[role=link]:hover rect { stroke: var(--vscode-focusBorder); stroke-width: 3; }
.edge { fill: none; stroke: var(--vscode-descriptionForeground); stroke-width: 1.2; }
.arrow { fill: var(--vscode-descriptionForeground); }
`;

const SCRIPT = `
const host = acquireVsCodeApi();
const nodes = [...document.querySelectorAll(".node")];
const choose = (node) => node.dataset.id && host.postMessage({ id: node.dataset.id });
for (const [i, node] of nodes.entries()) {
  node.addEventListener("click", () => choose(node));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(node); }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); nodes[(i + step + nodes.length) % nodes.length].focus(); }
  });
}
`;

function text(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
