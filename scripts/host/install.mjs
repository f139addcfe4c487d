// Installs the editor that npm start and npm test use on Linux where no desktop VS Code is at hand: the workbench, the server
// and the extension hosts of VS Code out of the npm package code-server. It lives in .host/, which git ignores.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { environment, exists, findProgram, root, runQuietly, StepFailed } from "../steps.mjs";

const folder = join(root, ".host");
const editor = join(folder, "node_modules", "code-server", "lib", "vscode");
const nodeFolder = join(folder, "node_modules", `node-linux-${process.arch}`);
// The server does not start without these three; the other native modules are for features nobody uses here.
const nativeModules = ["@vscode/spdlog", "@vscode/native-watchdog", "@parcel/watcher"];
const registry =
  "Check that the npm registry can be reached (npm ping), delete .host/ and run the command again.";

/** The installed editor: `node` runs `server`, in a process of its own. */
export const host = {
  node: join(nodeFolder, "bin", "node"),
  server: join(editor, "out", "server-main.js"),
};

/** Why this machine cannot have the editor, or undefined when it can. */
export async function hostImpossible() {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    return "the built-in editor runs on Linux only (x64 and arm64)";
  }
  for (const tool of ["make", "g++", "python3"]) {
    if (!(await findProgram(tool))) return `${tool} is missing (Debian: apt-get install make g++ python3)`;
  }
  return undefined;
}

/** Installs the editor unless this very version is there already. About 40 s the first time. */
export async function installHost() {
  const marker = join(folder, "installed");
  const fingerprint = await wanted();
  if ((await exists(marker)) && (await readFile(marker, "utf8")) === fingerprint) return;

  const impossible = await hostImpossible();
  if (impossible) throw new StepFailed("The editor cannot be installed.", `${impossible}.`);

  console.log("Installing the editor into .host/ (once, about a minute)");
  await mkdir(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) {
    await copyFile(join(root, "scripts", "host", file), join(folder, file));
  }
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
  await runQuietly("downloading VS Code's server", "npm", ["ci", ...quiet], {
    cwd: folder,
    advice: registry,
  });

  const env = {
    ...environment,
    PATH: [join(nodeFolder, "bin"), environment.PATH].join(delimiter),
    npm_config_nodedir: nodeFolder,
  };
  await runQuietly("downloading its libraries", "npm", ["install", "--omit=dev", ...quiet], {
    cwd: editor,
    env,
    advice: registry,
  });
  await runQuietly("building its native modules", "npm", ["rebuild", ...nativeModules], {
    cwd: editor,
    env,
    advice:
      "Install make, g++ and python3 (Debian: apt-get install make g++ python3) and run the command again.",
  });
  await writeFile(marker, fingerprint);
}

async function wanted() {
  const lock = await readFile(join(root, "scripts", "host", "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.arch}\n`;
}
