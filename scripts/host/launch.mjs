#!/usr/bin/env node
import { editorAddress, openBrowser, remote } from "./browser.mjs";
// Stands in for the desktop editor's executable: takes the arguments that @vscode/test-electron gives it, runs the tests in the
// editor in a headless browser, and ends with their status.
import { installVsix } from "./extension.mjs";
import { handsOn } from "./hands.mjs";
import { startServer } from "./server.mjs";

const patience = 1_200_000;
const extension = argument("extensionDevelopmentPath");
const tests = argument("extensionTestsPath");
const folder = process.argv.slice(2).find((value) => value.startsWith("/"));
if (!extension || !tests || !folder) {
  console.error("usage: launch.mjs FOLDER --extensionDevelopmentPath=PATH --extensionTestsPath=PATH");
  process.exit(2);
}

const vsix = process.env.DNSLENS_VSIX;
const server = await startServer({
  flags: ["--enable-smoke-test-driver"],
  ...(vsix ? { prepare: (profile) => installVsix(profile, vsix) } : {}),
});
const browser = await openBrowser();
process.on("SIGINT", () => finish(1));
process.on("SIGTERM", () => finish(1));
setTimeout(() => {
  console.error(`The tests did not end in ${patience / 1000} s.`);
  finish(1);
}, patience).unref();

const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const asksForHands = handsOn(page);
await page.exposeFunction("codeAutomationLog", (type, values) => {
  for (const value of values)
    if (!asksForHands(value) && isOurs(value)) console[type === "error" ? "error" : "log"](value);
});
await page.exposeFunction("codeAutomationExit", (status) => finish(status));
page.on("crash", () => finish(1));
await page.goto(
  editorAddress(server.port, folder, [
    ["extensionDevelopmentPath", remote(server.port, extension)],
    ["extensionTestsPath", remote(server.port, tests)],
    ["enableProposedApi", ""],
    ["skipWelcome", "true"],
  ]),
);

let finishing = false;
async function finish(status) {
  if (finishing) return;
  finishing = true;
  await browser.close();
  await server.stop();
  process.exit(status);
}

function argument(name) {
  const prefix = `--${name}=`;
  return process.argv.find((value) => value.startsWith(prefix))?.slice(prefix.length);
}

// The workbench also logs what it does itself: the marketplace that cannot be reached, authentication, service workers.
function isOurs(value) {
  return typeof value === "string" && value.startsWith("dnslens | ");
}
