// Runs the editor's test suite in the real editor: in the Node extension host as `node`, in the browser's as `web`.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { environment, fail, root, StepFailed } from "../steps.mjs";
import { findBrowser, installBrowser } from "./browser.mjs";
import { copyExtension } from "./extension.mjs";
import { hostImpossible, installHost } from "./install.mjs";

const kind = process.argv[2];
if (kind !== "node" && kind !== "web") {
  console.error("usage: editorTests.mjs node|web");
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
  const extension = kind === "web" ? await withoutMain() : root;
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
