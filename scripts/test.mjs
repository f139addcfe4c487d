// `npm test`: every check in order and one closing line that counts them. `npm test -- types unit` runs only those.
// With DNSLENS_NO_SKIP=1 whatever is skipped counts as a failure.
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser, installBrowser } from "./host/browser.mjs";
import { hostImpossible } from "./host/install.mjs";
import { environment, exists, root, runAndRead } from "./steps.mjs";

const node = process.execPath;
const mostOctets = 1_000_000;
const bundles = ["client.js", "client.web.js", "server.js", "server.web.js", "cli.js"];

const STEPS = {
  types: ["Types", () => npm("check:types")],
  lint: ["Format and lint", () => npm("check:lint")],
  dead: ["Dead code and unused dependencies", () => npm("check:dead")],
  build: ["Build", build],
  unit: ["Unit tests", unit],
  grammar: ["Grammar", () => npm("test:grammar")],
  docs: ["Rule pages", () => once(node, ["scripts/docs.mjs", "--check"])],
  node: ["The editor, Node extension host", () => editor("node")],
  web: ["The editor, web worker extension host", () => editor("web")],
  package: ["The extension's package", packaged],
  vsix: ["The editor, the installed package", () => editor("vsix")],
};

const scratch = await mkdtemp(join(tmpdir(), "dnslens-test-"));
const total = { passed: 0, failed: 0, skipped: 0, excused: 0 };
for (const id of chosen()) {
  const [title, body] = STEPS[id];
  console.log(`\n== ${title} (${id})`);
  const began = performance.now();
  const counts = await body();
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
  const verdict = counts.failed > 0 ? "FAILED" : counts.passed > 0 ? "passed" : "skipped";
  console.log(`-- ${title}: ${verdict} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}
await rm(scratch, { recursive: true, force: true });

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
const strict = process.env.DNSLENS_NO_SKIP === "1" && total.skipped > total.excused;
if (strict) console.log("Nothing may be skipped here (DNSLENS_NO_SKIP=1).");
process.exitCode = total.failed > 0 || strict ? 1 : 0;

function chosen() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((id) => !(id in STEPS));
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(", ")}. There are: ${Object.keys(STEPS).join(", ")}`);
    process.exit(2);
  }
  return wanted.length === 0 ? Object.keys(STEPS) : wanted;
}

async function build() {
  const counts = await once(node, ["esbuild.mjs"]);
  for (const bundle of bundles) {
    if (await exists(join(root, "dist", bundle))) continue;
    console.log(`  dist/${bundle} was not built`);
    counts.failed = 1;
  }
  return counts;
}

async function unit() {
  const file = join(scratch, "unit.json");
  const reporter = new URL("reporter.mjs", import.meta.url).href;
  const { status } = await runAndRead(
    node,
    ["--test", `--test-reporter=${reporter}`, "server/test/**/*.test.ts", "client/test/**/*.test.ts"],
    // Many tests start the command line; compiled once, its sources load in half the time.
    { env: { ...environment, DNSLENS_COUNTS: file, NODE_COMPILE_CACHE: join(scratch, "compiled") } },
  );
  const counts = await readFile(file, "utf8").then(JSON.parse, () => ({ passed: 0, failed: 0, skipped: 0 }));
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function editor(host) {
  const missing = await editorMissing(host);
  if (missing !== undefined) {
    console.log(`  skipped: ${missing}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const { status, output } = await runAndRead(node, ["scripts/host/editorTests.mjs", host]);
  const [, passed, failed] = /^dnslens \| (\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  const counts = { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: 0 };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function packaged() {
  const file = join(scratch, "dnslens.vsix");
  const counts = await once("vsce", ["package", "--no-dependencies", "--out", file]);
  if (counts.failed > 0 || (await stat(file)).size < mostOctets) return counts;
  console.log(`  the package is larger than ${mostOctets} octets`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** Why the editor cannot be tested on this machine, or undefined when it can. */
async function editorMissing(host) {
  if (process.platform !== "linux" && host === "node") return undefined;
  const impossible = await hostImpossible();
  if (impossible !== undefined) return impossible;
  try {
    if ((await findBrowser()) ?? (await installBrowser())) return undefined;
  } catch (error) {
    return error.message;
  }
  return "there is no Chromium; install one or name it: DNSLENS_CHROMIUM=/path/to/chromium npm test";
}

function npm(script) {
  return once("npm", ["run", "--silent", script]);
}

async function once(command, args) {
  const { status } = await runAndRead(command, args);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}
