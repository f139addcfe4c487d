// The browser that shows the editor in tests and pictures.

import { join } from "node:path";
import { chromium } from "playwright-core";
import { exists, findProgram, root, runQuietly } from "../steps.mjs";

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of a Chromium, or undefined. */
export async function findBrowser() {
  for (const path of [process.env.DNSLENS_CHROMIUM, ...installed, chromium.executablePath()]) {
    if (path && (await exists(path))) return path;
  }
  return undefined;
}

/** Installs Chromium: as a Debian package where that is possible, otherwise Playwright's own. */
export async function installBrowser() {
  const present = await findBrowser();
  if (present) return present;
  if (process.getuid?.() === 0 && (await findProgram("apt-get"))) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      await runQuietly("apt-get update", "apt-get", ["update", "-qq"], { env });
      const install = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
      await runQuietly("apt-get install chromium", "apt-get", install, { env });
      return await findBrowser();
    } catch (error) {
      console.error(`${error.message}\n  Trying Playwright's own Chromium instead.`);
    }
  }
  const playwright = join(root, "node_modules", "playwright-core", "cli.js");
  await runQuietly("downloading Chromium", process.execPath, [playwright, "install", "chromium"], {
    advice: "Install Chromium or Chrome yourself, or name one: DNSLENS_CHROMIUM=/path/to/chromium npm test",
  });
  return findBrowser();
}

/** Starts Chromium without a window and without anything of its own on the network. */
export async function openBrowser() {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

/** The address of the editor on `port` with `folder` open, and what its extension hosts are told. */
export function editorAddress(port, folder, payload = []) {
  const query = payload.length === 0 ? "" : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `http://127.0.0.1:${port}/?folder=${encodeURI(folder)}${query}`;
}

/** A path on this machine, as the editor in the browser names it. */
export function remote(port, path) {
  return `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;
}
