// Runs the editor's test suite in the real editor: in the Node extension host as `node`, in the browser's as `web`, and with the
// extension installed from its package as `vsix`.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { environment, fail, root, runQuietly, StepFailed } from "../steps.mjs";
import { findBrowser, installBrowser } from "./browser.mjs";
import { copyExtension } from "./extension.mjs";
import { hostImpossible, installHost } from "./install.mjs";
import { git } from "./repository.mjs";

const kind = process.argv[2];
if (kind !== "node" && kind !== "web" && kind !== "vsix") {
  console.error("usage: editorTests.mjs node|web|vsix");
  process.exit(2);
}
process.env.PATH = environment.PATH;

const scratch = await mkdtemp(join(tmpdir(), "dnslens-editor-tests-"));
try {
  await test();
} catch (error) {
  fail(error);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function test() {
  const workspace = join(scratch, "workspace");
  await cp(join(root, "client", "test", "workspace"), workspace, { recursive: true });
  await makeRepository(join(workspace, "review"));
  const extension = kind === "web" ? await withoutMain() : kind === "vsix" ? await besidePackage() : root;
  try {
    await runTests({
      ...(await editor()),
      extensionDevelopmentPath: extension,
      // Tests run in the host of the extension whose folder they lie in.
      extensionTestsPath: join(extension, "dist", "test", "suite.js"),
      launchArgs: [workspace],
    });
  } catch {
    throw new StepFailed(
      `The editor tests failed (${kind} extension host).`,
      "The lines with FAIL above say where.",
    );
  }
}

/** A repository with two commits: `main`, and a branch that opens its domain to everybody. */
async function makeRepository(folder) {
  const zone = (all) => `$ORIGIN example.org.\n$TTL 3600\n@ IN A 192.0.2.1\n@ IN TXT "v=spf1 a ${all}"\n`;
  await mkdir(folder);
  const file = join(folder, "example.org.zone");
  await writeFile(file, zone("-all"));
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  git(folder, "checkout", "-qb", "change");
  await writeFile(file, zone("+all"));
  git(folder, "commit", "-qam", "two");
}

/** The desktop editor where @vscode/test-electron can get one, the installed one on Linux. */
async function editor() {
  if (process.platform !== "linux") return {};
  await installHost();
  if (!(await findBrowser())) await installBrowser();
  return { vscodeExecutablePath: join(root, "scripts", "host", "launch.mjs") };
}

/** A copy of the built extension that has no `main`: the editor can only run it in the browser's extension host. */
async function withoutMain() {
  const impossible = await hostImpossible();
  if (impossible) throw new StepFailed("The web extension host is not tested here.", `${impossible}.`);
  const copy = join(scratch, "extension");
  await copyExtension(copy, ({ main, ...manifest }) => manifest);
  return copy;
}

/** Packages the extension for the editor to install; gives a folder with the tests alone. */
async function besidePackage() {
  const vsix = join(scratch, "dnslens.vsix");
  await runQuietly("packaging", "vsce", ["package", "--no-dependencies", "--out", vsix]);
  process.env.DNSLENS_VSIX = vsix;
  const tests = join(scratch, "tests");
  await cp(join(root, "dist", "test"), join(tests, "dist", "test"), { recursive: true });
  const manifest = {
    name: "tests",
    publisher: "dnslens",
    version: "0.0.0",
    engines: { vscode: "*" },
    main: "main.js",
  };
  await writeFile(join(tests, "package.json"), JSON.stringify(manifest));
  await writeFile(join(tests, "main.js"), "exports.activate = () => undefined;");
  return tests;
}
