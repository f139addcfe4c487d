// `npm test`: every check in order, and one closing line that counts them.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./steps.mjs";

const STEPS = [
  ["Types", "npm", ["run", "--silent", "check:types"]],
  ["Format and lint", "npm", ["run", "--silent", "check:lint"]],
  ["Build", process.execPath, ["esbuild.mjs"]],
  ["Unit tests", "npm", ["run", "--silent", "test:unit"]],
];

let failed = 0;
for (const [title, command, args] of STEPS) {
  console.log(`\n== ${title}`);
  const status = await run(command, args);
  if (status !== 0) {
    failed++;
    console.log(`${title}: failed`);
  }
}
for (const bundle of ["client.js", "client.web.js", "server.js", "server.web.js", "cli.js"]) {
  await access(join(root, "dist", bundle)).catch(() => {
    failed++;
    console.log(`dist/${bundle} was not built`);
  });
}
console.log(`\n${Math.max(0, STEPS.length - failed)} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
