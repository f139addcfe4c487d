import { strictJson } from "../../text/loose.ts";
import { fingerprints, type Level, type Location, type Result, worstFirst } from "./result.ts";

/** Code scanning of GitHub takes no more results of a run. */
const MOST = 25_000;

const LEVEL: Readonly<Record<Level, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

/** What a rule, or a kind of change, is about. */
export interface SarifRule {
  readonly id: string;
  readonly summary: string;
  /** What it does to somebody, in Markdown. */
  readonly why: string;
  /** Where its page is. */
  readonly help: string;
}

/** A log in SARIF 2.1.0; where there are too many results the worst are kept, and the log says so. */
export function sarif(results: readonly Result[], rules: readonly SarifRule[]): string {
  const kept = worstFirst(results).slice(0, MOST);
  const used = rules.filter(({ id }) => kept.some((result) => result.id === id));
  const indexes = new Map(used.map(({ id }, i) => [id, i]));
  const prints = fingerprints(kept);
  const run = {
    tool: {
      driver: {
        name: "DNS Lens",
        informationUri: "https://github.com/dnslens/dnslens",
        // Code scanning of GitHub asks for both descriptions and for the help.
        rules: used.map(({ id, summary, why, help }) => ({
          id,
          shortDescription: { text: summary },
          fullDescription: { text: summary },
          helpUri: help,
          help: { text: `${why}\n${help}`, markdown: `${why}\n\n[More about it](${help})` },
        })),
      },
    },
    columnKind: "utf16CodeUnits",
    invocations: [{ executionSuccessful: true, ...leftOut(results.length - kept.length) }],
    results: kept.map((result, i) => ({
      ruleId: result.id,
      ...(indexes.has(result.id) ? { ruleIndex: indexes.get(result.id) } : {}),
      level: LEVEL[result.level],
      message: { text: result.message },
      locations: [locationOf(result.at)],
      relatedLocations: result.related.map((place, id) => ({
        id,
        message: { text: place.message },
        ...locationOf(place),
      })),
      // GitHub compares results of two runs by the first alone.
      partialFingerprints: { primaryLocationLineHash: prints[i], "dnslens/v1": prints[i] },
    })),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${strictJson(log)}\n`;
}

function leftOut(count: number) {
  if (count === 0) return {};
  const text = `${count} results of the least severity are left out; code scanning takes ${MOST}`;
  return { toolExecutionNotifications: [{ level: "note", message: { text } }] };
}

function locationOf({ path, range }: Location) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path) },
      region: {
        startLine: range.start.line + 1,
        startColumn: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
      },
    },
  };
}

/** A path as a URI reference (RFC 3986): relative ones stay relative. */
function uriOf(path: string): string {
  const parts = path.split("/").map((part) => encodeURIComponent(part));
  const uri = parts.join("/").replace(/^([A-Za-z])%3A\//, "/$1:/");
  return uri.startsWith("/") ? `file://${uri}` : uri;
}
