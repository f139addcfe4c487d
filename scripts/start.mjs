// `npm start`: builds the extension and opens the sample workspace with it, in the editor on the PATH or in the browser.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { editorAddress } from "./host/browser.mjs";
import { installInto, quietSettings } from "./host/extension.mjs";
import { hostImpossible, installHost } from "./host/install.mjs";
import { startServer } from "./host/server.mjs";
import { fail, root, runQuietly, StepFailed } from "./steps.mjs";

const sample = join(root, "test-fixtures", "workspace");

try {
  await start();
} catch (error) {
  fail(error);
}

async function start() {
  await runQuietly("Building the extension", process.execPath, ["esbuild.mjs"], {
    advice: "The lines above say which file does not build.",
  });
  console.log("  The same files in the terminal: node dist/cli.js check test-fixtures/workspace");
  const shell = process.platform === "win32";
  // A shell splits paths at their spaces.
  const args = [`--extensionDevelopmentPath=${root}`, sample].map((arg) => (shell ? `"${arg}"` : arg));
  const desktop = spawnSync("code", args, { shell, stdio: "ignore" });
  if (desktop.status === 0) {
    console.log("  The sample workspace is open in VS Code.");
    return;
  }
  const impossible = await hostImpossible();
  if (impossible)
    throw new StepFailed("There is no editor to open.", `${impossible}; put \`code\` on the PATH.`);
  await installHost();
  const server = await startServer({ settings: quietSettings, prepare: installInto });
  const address = editorAddress(server.port, sample);
  console.log(`\n  Open this address in a browser; Ctrl-C ends the editor:\n  ${address}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, async () => {
      await server.stop();
      process.exit(0);
    });
  }
}
