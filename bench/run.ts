/**
 * `npm run bench`: how fast this is beside the zone checkers that are installed, on the same file in the same run.
 * Read the ratios; the seconds are this machine's. `--runs N`, `--records N`, `--only check,small,growth,mail,features,terraform,server`.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureFeatures } from "./features.ts";
import { BENCH_ORIGIN, generateZone } from "./generate.ts";
import { measureHostile } from "./hostile.ts";
import { measureMail } from "./mail.ts";
import { alternate, type Command, type Cost, findMeter, medianCost } from "./measure.ts";
import { findPeers } from "./peers.ts";
import { measureServer, measureTerraformTyping, summary } from "./server.ts";
import { duration, goal, megabytes, printTable, ratio, say } from "./table.ts";
import { generateTerraform, readInFreshProcesses } from "./terraform.ts";

const CHECK_GOALS = [
  ["nsd-checkzone", 0.5],
  ["kzonecheck", 0.35],
  ["named-checkzone -i local", 0.15],
] as const;

const EMPTY_NODE = "node -e 0";

const MANY_RUNS = "300 x named-checkzone -i local";

const US = "dnslens check";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    records: { type: "string", default: "1000000" },
    keystrokes: { type: "string", default: "220" },
    only: { type: "string", default: "check,small,growth,mail,features,terraform,server" },
  },
});
const runs = Number(options.runs);
const records = Number(options.records);
const parts = options.only.split(",");

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const server = fileURLToPath(new URL("../dist/server.js", import.meta.url));
const generator = fileURLToPath(new URL("generate.ts", import.meta.url));
const data = fileURLToPath(new URL("data/", import.meta.url));
mkdirSync(`${data}many`, { recursive: true });
const zoneName = BENCH_ORIGIN.slice(0, -1);

const meter = findMeter();
const peers = findPeers();
say(`median of ${runs} alternating runs, measured by ${meter.name}; node ${process.versions.node}`);
if (peers.missing.length > 0) say(`missing here, so not compared: ${peers.missing.join(", ")}`);
for (const [path, what] of [
  [cli, "check, small, growth"],
  [server, "server"],
] as const) {
  if (!existsSync(path))
    say(
      `missing: ${path.slice(path.lastIndexOf("dist"))}, so without us: ${what} (node esbuild.mjs builds it)`,
    );
}

if (parts.includes("check")) benchCheck();
if (parts.includes("small")) benchSmall();
if (parts.includes("growth")) benchGrowth();
if (parts.includes("mail")) benchMail();
if (parts.includes("features")) benchFeatures();
if (parts.includes("terraform")) await benchTerraform();
if (parts.includes("server") && existsSync(server)) await benchServer();

function benchCheck(): void {
  const file = zoneFile(records);
  say(`\n## Cold check of one zone of ${records.toLocaleString("en")} records`);
  const rows = [
    ...ours([file]),
    ...peers.found.map((peer) => ({ name: peer.name, command: peer.command(zoneName, file) })),
  ];
  const costs = measured(rows);
  printCosts(rows, costs);
  const us = costs.get(US);
  if (us === undefined) return;
  for (const [name, atMost] of CHECK_GOALS)
    goal(`wall against ${name}`, over(us.wall, costs.get(name)?.wall), atMost);
  goal(
    "peak memory against named-checkzone -i local",
    over(us.peak, costs.get("named-checkzone -i local")?.peak),
    1,
  );
}

function benchFeatures(): void {
  say("\n## Editor features on a zone of 100,000 records");
  for (const { name, seconds, atMost } of measureFeatures([...generateZone(100_000)].join(""), BENCH_ORIGIN))
    goal(name, seconds * 1000, atMost * 1000, " ms");
}

function benchSmall(): void {
  say("\n## A zone of 1,000 records");
  const file = zoneFile(1000);
  const one = [
    ...ours([file]),
    { name: EMPTY_NODE, command: { file: process.execPath, args: ["-e", "0"] } },
    ...peers.found.map((peer) => ({ name: peer.name, command: peer.command(zoneName, file) })),
  ];
  const costs = measured(one, Math.max(runs, 11));
  printCosts(one, costs);
  goal("wall against node -e 0", over(costs.get(US)?.wall, costs.get(EMPTY_NODE)?.wall), 1.6);

  say("\n## 300 zones of 1,000 records");
  const zones = Array.from({ length: 300 }, (_, i) => `customer${i}.test`);
  const files = zones.map((zone) => zoneFile(1000, `${zone}.`, `${data}many/${zone}.zone`));
  const peer = peers.found.find(({ name }) => name === "named-checkzone -i local");
  const many = [
    ...ours(files),
    ...(peer === undefined ? [] : [{ name: MANY_RUNS, command: inShell(peer, zones, files) }]),
  ];
  const manyCosts = measured(many);
  printCosts(many, manyCosts);
  goal(
    "wall against 300 runs of named-checkzone",
    over(manyCosts.get(US)?.wall, manyCosts.get(MANY_RUNS)?.wall),
    1 / 8,
  );
}
function inShell(
  peer: (typeof peers.found)[number],
  zones: readonly string[],
  files: readonly string[],
): Command {
  const lines = zones.map((zone, i) => {
    const { file, args } = peer.command(zone, files[i] ?? "");
    return [file, ...args].map((word) => `'${word}'`).join(" ");
  });
  return { file: "/bin/sh", args: ["-c", lines.join("\n")] };
}

function benchMail(): void {
  say("\n## Mail records decoded, parsed and checked in one thread, a second");
  const found = measureMail(runs * 4);
  const shown = (value: number) => Math.round(value).toLocaleString("en");
  printTable(
    ["", "fastest round", "median"],
    found.map(({ kind, fastest, median }) => [kind, shown(fastest), shown(median)]),
  );
  goal("microseconds a record", 1e6 / (found.at(-1)?.fastest ?? Number.NaN), 5, " µs");
  say("\n  The dearest of the records that were written to cost much:");
  const costs = measureHostile(Math.max(runs * 8, 25));
  printTable(
    ["", "milliseconds"],
    costs.slice(0, 5).map(({ name, milliseconds }) => [name, milliseconds.toFixed(2)]),
  );
  goal("milliseconds of one record", costs[0]?.milliseconds, 5, " ms");
}

async function benchTerraform(): Promise<void> {
  say("\n## Terraform");
  const large = `${data}large.tf`;
  writeFileSync(large, generateTerraform(1_000_000));
  const { records, cold, warm } = readInFreshProcesses(large, Math.max(runs, 5));
  say(`  1 MB holds ${records} records; read and evaluated again in the same process: ${duration(warm)}`);
  goal("1 MB read and evaluated in a fresh process", cold * 1000, 150, " ms");
  if (existsSync(server)) {
    const lines = generateTerraform(60_000).split("\n").slice(0, 2000);
    const { times } = await measureTerraformTyping(server, lines.join("\n"), Number(options.keystrokes));
    const { median, p95 } = summary(times);
    goal("keystroke in a file of 2,000 lines, median", median * 1000, 20, " ms");
    goal("keystroke in a file of 2,000 lines, 95th percentile", p95 * 1000, 20, " ms");
  }
  const files = Array.from({ length: 1000 }, (_, i) => `${data}many/${i}/main.tf`);
  for (const file of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, generateTerraform(2000));
  }
  const costs = measured(ours(files));
  goal("1,000 files checked", costs.get(US)?.wall, 3, " s");
}

function benchGrowth(): void {
  const small = records / 10;
  say(`\n## From ${small.toLocaleString("en")} to ${records.toLocaleString("en")} records`);
  const rows = [small, records].flatMap((size) => {
    const file = zoneFile(size);
    const all = [
      ...ours([file]),
      ...peers.found.map((peer) => ({ name: peer.name, command: peer.command(zoneName, file) })),
    ];
    return all.map((row) => ({ ...row, name: `${row.name} ${size}` }));
  });
  const costs = measured(rows);
  const names = [US, ...peers.found.map((peer) => peer.name)].filter((name) => costs.has(`${name} ${small}`));
  const growth = (name: string): number | undefined =>
    over(costs.get(`${name} ${records}`)?.wall, costs.get(`${name} ${small}`)?.wall);
  printTable(
    ["", `${small}`, `${records}`, "growth"],
    names.map((name) => [
      name,
      duration(costs.get(`${name} ${small}`)?.wall ?? Number.NaN),
      duration(costs.get(`${name} ${records}`)?.wall ?? Number.NaN),
      ratio(growth(name), 1),
    ]),
  );
  goal("ten times the records", growth(US), 11);
}

async function benchServer(): Promise<void> {
  const small = Math.min(records, 10_000);
  const sizes = records === small ? [small] : [small, records];
  const rows: string[][] = [];
  const medians = new Map<string, number>();
  for (const size of sizes) {
    const text = readFileSync(zoneFile(size), "utf8");
    const costs = await measureServer(server, text, Number(options.keystrokes));
    say(`\n## Language server, ${size.toLocaleString("en")} records`);
    say(
      `  didOpen to findings: ${duration(costs.open)}; an echo of the same message: ${duration(costs.echo)}`,
    );
    say(`  all of it is checked after ${duration(costs.checked)} more, in turns of some milliseconds`);
    goal("didOpen to findings against the echo", costs.open / costs.echo, 3);
    say(
      `  memory once open: ${megabytes(costs.memory?.now)}, peak ${megabytes(costs.memory?.peak)}; text ${megabytes(text.length)}`,
    );
    for (const { where, times, right } of costs.keystrokes) {
      const { median, p95 } = summary(times);
      medians.set(`${where} ${size}`, median);
      rows.push([
        `${size} records, ${where}`,
        duration(median),
        duration(p95),
        duration(Math.max(...times)),
        `${(100 * right).toFixed(0)} %`,
      ]);
      goal(`keystroke at the ${where}, median`, median * 1000, 5, " ms");
      goal(`keystroke at the ${where}, 95th percentile`, p95 * 1000, 10, " ms");
    }
    for (const { what, first, hover } of costs.upheavals) {
      goal(`${what}: first findings`, first * 1000, 50, " ms");
      say(`  ${what}: a hover right behind it waits ${duration(hover)}`);
    }
  }
  say();
  printTable(["keystroke to findings", "median", "p95", "max", "right answers"], rows);
  for (const where of ["top", "middle"]) {
    goal(
      `${where}: ${records} against ${small} records`,
      over(medians.get(`${where} ${records}`), medians.get(`${where} ${small}`)),
      1.5,
    );
  }
}

interface Row {
  readonly name: string;
  readonly command: Command;
}

/** Our own row, or none while the command line is not built. */
function ours(files: readonly string[]): readonly Row[] {
  return existsSync(cli)
    ? [{ name: US, command: { file: process.execPath, args: [cli, "check", ...files] } }]
    : [];
}

function measured(rows: readonly Row[], times = runs): ReadonlyMap<string, Cost> {
  const costs = alternate(
    meter,
    rows.map((row) => row.command),
    times,
  );
  return new Map(rows.map((row, i) => [row.name, medianCost(costs[i] ?? [])]));
}

/** Every row beside ours; without ours, beside the first. */
function printCosts(rows: readonly Row[], costs: ReadonlyMap<string, Cost>): void {
  const base = costs.get(US);
  printTable(
    ["", "wall", "user", "peak", "exit", "our wall is", "our peak is"],
    rows.map(({ name }) => {
      const cost = costs.get(name);
      if (cost === undefined) return [name];
      const user = cost.user === undefined ? "?" : duration(cost.user);
      return [
        name,
        duration(cost.wall),
        user,
        megabytes(cost.peak),
        `${cost.status}`,
        ratio(base?.wall, cost.wall),
        ratio(base?.peak, cost.peak),
      ];
    }),
  );
  const refused = rows.filter(({ name }) => name !== US && costs.get(name)?.status !== 0);
  if (refused.length > 0) say(`  not content with the file: ${refused.map(({ name }) => name).join(", ")}`);
}

function over(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

/** A generated zone on disk; made when it is not there yet, or was made by an older generator. */
function zoneFile(size: number, origin = BENCH_ORIGIN, path = `${data}${size}.zone`): string {
  if (existsSync(path) && statSync(path).mtimeMs > statSync(generator).mtimeMs) return path;
  const file = openSync(path, "w");
  for (const chunk of generateZone(size, origin)) writeSync(file, chunk);
  closeSync(file);
  return path;
}
