// Bundles the five entry points named in ARCHITECTURE.md, and the editor's tests. `--watch` rebuilds on change, `--production`
// minifies, leaves the tests out, and writes what is bundled and under which licences.
import { builtinModules, createRequire } from "node:module";
import { join } from "node:path";
import { build, context } from "esbuild";
import { writeNotices } from "./scripts/notices.mjs";
import { root } from "./scripts/steps.mjs";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

const common = {
  bundle: true,
  format: "cjs",
  target: "es2023",
  sourcemap: production ? false : "linked",
  minify: production,
  legalComments: "none",
  logLevel: "warning",
};
// A library written for both is taken as a module: the other form of jsonc-parser asks for its parts in a way no bundle sees.
const node = { ...common, platform: "node", target: "node20", mainFields: ["module", "main"] };
const browser = { ...common, platform: "browser", mainFields: ["browser", "module", "main"] };

// What only a process asks for, in a bundle that is otherwise a browser's. Each is looked up from the one that asks for it: other
// versions of them stand beside these.
const nodeForms = {};
let asking = join(root, "server/src/lsp/node.ts");
for (const name of ["vscode-languageserver", "vscode-languageserver-protocol", "vscode-jsonrpc"]) {
  asking = createRequire(asking).resolve(`${name}/node`);
  nodeForms[`${name}/node`] = asking;
}

const bundles = [
  { ...node, entryPoints: { client: "client/src/node.ts" }, external: ["vscode"] },
  { ...browser, entryPoints: { "client.web": "client/src/browser.ts" }, external: ["vscode"] },
  // The server's code stands once in the package: a browser's worker runs it as it is, the other two start it in a process.
  {
    ...browser,
    format: "iife",
    entryPoints: { "server.web": "server/src/main.ts" },
    external: ["node:*", ...builtinModules],
    alias: nodeForms,
    // Code that is kept from run to run cannot ask for modules in that way.
    supported: { "dynamic-import": false },
  },
  { ...node, entryPoints: { server: "server/src/lsp/start.cjs" } },
  {
    ...node,
    entryPoints: { cli: "server/src/cli/start.cjs" },
    banner: { js: "#!/usr/bin/env node" },
  },
  ...(production
    ? []
    : [{ ...browser, entryPoints: { "test/suite": "client/test/suite.ts" }, external: ["vscode"] }]),
].map((options) => ({ ...options, outdir: "dist" }));

if (watch) {
  // What .vscode/tasks.json waits for before it starts the editor.
  console.log("building");
  for (const options of bundles) {
    const bundle = await context(options);
    await bundle.rebuild().catch(() => undefined);
    await bundle.watch();
  }
  console.log("built");
} else {
  const built = await Promise.all(bundles.map((options) => build({ ...options, metafile: production })));
  if (production) await writeNotices(built.map(({ metafile }) => metafile));
}
