import { graphlib, layout } from "@dagrejs/dagre";
import type { Lookup } from "../dns/record.ts";
import { authorize, type PolicyNode } from "../mail/authorize.ts";

/** One SPF record, or the place where one should be, as a box of the picture. */
export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** ok: read and sound. outside: its record is not in this workspace. broken: receivers stop here. */
  readonly state: "ok" | "outside" | "broken";
  /** Where the record stands; undefined where it is not here. */
  readonly place: { readonly uri: string; readonly offset: number } | undefined;
}

/** `from` includes or redirects to `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The records that decide who may send as a domain, and how they lead to each other. */
export interface SpfGraph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const MOST_NODES = 120;
const MOST_LINES = 6;
const MOST_CHARACTERS = 40;

/** The picture of a domain's SPF: its record, everything it includes, the networks and lookups of each. */
export function spfGraph(domain: string, lookup: Lookup): SpfGraph {
  const policy = authorize(domain, lookup);
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const visit = (node: PolicyNode): void => {
    const id = node.domain.toLowerCase();
    if (nodes.has(id) || nodes.size >= MOST_NODES) return;
    nodes.set(id, boxOf(node));
    for (const { child, term } of node.terms) {
      if (child === undefined) continue;
      edges.push({ from: id, to: child.domain.toLowerCase(), label: term.kind });
      visit(child);
    }
  };
  visit(policy.tree);
  const { count, exact } = policy.lookups;
  const state = policy.permerror === undefined ? "" : ", broken";
  const title = `SPF of ${domain.replace(/(.)\.$/, "$1")}: ${exact ? "" : "at least "}${count} of 10 lookups${state}`;
  return { title, nodes: [...nodes.values()], edges: edges.filter(({ to }) => nodes.has(to)) };
}

function boxOf(node: PolicyNode): GraphNode {
  const { domain, record, status, terms, lookups, spf } = node;
  const place = record === undefined ? undefined : { uri: record.uri, offset: record.rdataSpan.start };
  const box = { id: domain.toLowerCase(), title: domain, place };
  if (status === "unknown") return { ...box, state: "outside", lines: ["not in this workspace"] };
  if (status !== "record")
    return {
      ...box,
      state: "broken",
      lines: [status === "multiple" ? "more than one SPF record" : "no SPF record"],
    };
  const shown = terms
    .filter(({ child }) => child === undefined)
    .map(({ text, sender }) => (sender === undefined ? text : `${text} (${sender.shown})`));
  const more = shown.length > MOST_LINES ? [`and ${shown.length - MOST_LINES} more`] : [];
  const cost = `${lookups.exact ? "" : "≥ "}${lookups.count} lookup${lookups.count === 1 ? "" : "s"}`;
  return {
    ...box,
    state: spf?.permerror === true ? "broken" : "ok",
    lines: [...shown.slice(0, MOST_LINES), ...more, cost].map(shortened),
  };
}

function shortened(line: string): string {
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}

const LINE = 17;
const PAD = 10;
const CHARACTER = 7.2;

/**
 * The graph as SVG: left to right, boxes that can be reached with the keyboard and are read aloud. Colours are the editor's, through
 * the style sheet of the page it is shown in; nothing in it is executed.
 */
export function drawGraph({ title, nodes, edges }: SpfGraph): string {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 70, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node) });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const lines = edges.map((edge) => edgeSvg(edge, graph.edge(edge.from, edge.to)?.points ?? []));
  const boxes = nodes.map((node) => boxSvg(node, graph.node(node.id)));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label="${escaped(title)}" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="arrow" d="M0 0 8 4 0 8z"/></marker></defs>${lines.join("")}${boxes.join("")}</svg>`;
}

function sizeOf({ title, lines }: GraphNode) {
  const widest = Math.max(title.length * 1.1, ...lines.map((line) => line.length));
  return { width: Math.ceil(widest * CHARACTER) + 2 * PAD, height: (lines.length + 1) * LINE + 2 * PAD };
}

interface Placed {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

function boxSvg(node: GraphNode, { x = 0, y = 0, width = 0, height = 0 }: Placed): string {
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  const said = [node.title, ...node.lines].join(", ");
  const texts = [node.title, ...node.lines].map(
    (line, i) =>
      `<text class="${i === 0 ? "title" : "line"}" x="${left + PAD}" y="${top + PAD + (i + 1) * LINE - 5}">${escaped(line)}</text>`,
  );
  const role = node.place === undefined ? `role="img"` : `role="link" data-id="${escaped(node.id)}"`;
  return `<g class="node ${node.state}" tabindex="0" ${role} aria-label="${escaped(said)}"><rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="4"/>${texts.join("")}</g>`;
}

function edgeSvg(
  { label }: GraphEdge,
  points: readonly { readonly x: number; readonly y: number }[],
): string {
  const path = points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  return `<path class="edge" d="${path}" marker-end="url(#arrow)"/><text class="label" x="${round(middle.x)}" y="${round(middle.y - 4)}">${escaped(label)}</text>`;
}

function round(value: number): number {
  return Math.round(value);
}

// Record text is a stranger's: it is text and nothing else.
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
