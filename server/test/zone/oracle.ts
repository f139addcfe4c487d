import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import type { DnsRecord } from "../../src/dns/record.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { filesOf } from "../sources.ts";
import type { Zone } from "./zones.ts";

const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/usr/local/sbin"];
const COMPILER = program("named-compilezone");

/** Why a test that compares with BIND is skipped; undefined where its checker is installed. */
export const NO_BIND =
  COMPILER === undefined
    ? "named-compilezone is not installed (package bind9-utils), so there is nothing to compare with"
    : undefined;

/** What somebody makes of a zone. */
export interface Verdict {
  readonly isLoaded: boolean;
  /** One line for each record, sorted. */
  readonly records: readonly string[];
  readonly said: string;
}

/**
 * What BIND makes of zones of example.com. Starting a program costs more from here than from a shell, so that each
 * processor gets one shell with a list of them.
 */
export async function askNamed(zones: readonly Zone[]): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-zones-"));
  const lists: string[][] = Array.from({ length: availableParallelism() }, () => []);
  for (const [index, zone] of zones.entries()) {
    write(zone, join(folder, String(index)));
    lists[index % lists.length]?.push(String(index));
  }
  const command = `"$0" -i none -k ignore -m ignore -s full -F text -o out example.com zone >said 2>&1`;
  await Promise.all(
    lists.map((list) => {
      const script = `while read -r zone; do (cd "$zone" && ${command}; echo $? >status); done`;
      const shell = execFile("sh", ["-c", script, COMPILER ?? ""], { cwd: folder });
      shell.stdin?.end(list.map((name) => `${name}\n`).join(""));
      return once(shell, "close");
    }),
  );
  const verdicts = zones.map((_, index) => verdictIn(join(folder, String(index))));
  rmSync(folder, { recursive: true, force: true });
  return verdicts;
}

function verdictIn(folder: string): Verdict {
  const isLoaded = readFileSync(join(folder, "status"), "latin1").trim() === "0";
  const out = join(folder, "out");
  const text = isLoaded && existsSync(out) ? readFileSync(out, "latin1") : "";
  return { isLoaded, records: readPrinted(text), said: readFileSync(join(folder, "said"), "latin1") };
}

/** What we make of it: refused where any finding is an error. */
export function askUs(zone: Zone): Verdict {
  const document = new ZoneDocument("file:///zone", zone.zone ?? "", {
    origin: "example.com.",
    source: filesOf(zone),
  });
  // BIND leaves out what lies outside the zone with a warning; NSD refuses it, and nobody gets to see it (RFC 1035 5.2).
  const errors = findingsOf(document).filter(
    ({ severity, rule }) => severity === "error" && rule.id !== "zone-out-of-zone",
  );
  return {
    isLoaded: errors.length === 0,
    records: linesOf([...document.located()].map(({ record }) => record)),
    said: errors.map(({ rule, message }) => `${rule.id}: ${message}`).join("\n"),
  };
}

/** The checkers of whole files, and how each is called for a file of example.com in its own folder. */
export const CHECKERS = {
  BIND: ["named-checkzone", (file: string) => ["-i", "local", "-k", "ignore", "example.com", file]],
  Knot: ["kzonecheck", (file: string) => ["-o", "example.com", file]],
  NSD: ["nsd-checkzone", (file: string) => ["example.com", file]],
} as const;

export type Checker = keyof typeof CHECKERS;

/** Whether a checker loads a file; undefined where it is not installed. */
export function loads(checker: Checker, path: string): boolean | undefined {
  const [name, args] = CHECKERS[checker];
  const found = program(name);
  if (found === undefined) return undefined;
  return spawnSync(found, args(basename(path)), { cwd: dirname(path) }).status === 0;
}

function linesOf(records: readonly DnsRecord[]): readonly string[] {
  const lines = records.map((record) => {
    const { owner, ttl, class: klass, type } = record;
    return `${owner} ${ttl} ${klass} ${type} ${printedValue(record)}`;
  });
  return [...new Set(lines)].sort();
}

function printedValue({ text, rdata }: DnsRecord): string {
  if (text === undefined) return `${rdata.printed ?? rdata.canonical}`;
  return JSON.stringify([0, ...text.breaks].map((start, i) => text.text.slice(start, text.breaks[i])));
}

// BIND's output in our own words: it prints one record a line, in its canonical form.
function readPrinted(text: string): readonly string[] {
  return linesOf([...new ZoneDocument("file:///out", text, { origin: "example.com." }).records()]);
}

function write(zone: Zone, folder: string): void {
  for (const [name, text] of Object.entries({ zone: "", ...zone })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function program(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
