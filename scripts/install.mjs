// Runs before `npm start` and `npm test`, also on a clone without node_modules and under any Node from 20 on:
// installs the dependencies when they are missing or older than the lockfile.
import { spawnSync } from "node:child_process";
import { statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, "node_modules", ".package-lock.json");

if (modified(installed) < modified(join(root, "package-lock.json"))) {
  console.log("Installing the dependencies (npm ci), about a minute the first time ...");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"] })
    : spawnSync("npm", args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell: true });
  if (status !== 0) {
    console.error("\nThe dependencies could not be installed.");
    console.error("  Check that the npm registry can be reached (npm ping) and run the command again.");
    process.exit(1);
  }
  const now = new Date();
  utimesSync(installed, now, now);
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
