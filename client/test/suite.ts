// The tests that run inside the editor, in the Node extension host and in the web worker one. They see what a user of the
// editor sees: only the `vscode` API. The bundle is CommonJS and needs nothing of Node.
import { workspace } from "vscode";
import { documentTests } from "./documents.ts";
import { editingTests } from "./editing.ts";
import { featureTests } from "./features.ts";
import { handsThere } from "./hands.ts";
import { questionTests } from "./questions.ts";
import { reviewTests } from "./review.ts";
import { serialTests } from "./serials.ts";
import { serverTests } from "./serverLife.ts";
import { terraformTests } from "./terraform.ts";
import { inWebHost, type Test } from "./testing.ts";
import { wizardTests } from "./wizards.ts";

const tests: readonly Test[] = [
  ...serverTests,
  ...documentTests,
  ...featureTests,
  ...editingTests,
  ...(inWebHost() ? [] : reviewTests),
  ...wizardTests,
  ...(handsThere() ? questionTests : []),
  ...serialTests,
  ...terraformTests,
];
// Longer than a test waits for any one thing, so that what failed is named and the test cleans up after itself.
const patience = 180_000;

/** Called by the extension host; rejects when a test failed. */
export async function run(): Promise<void> {
  const failed: string[] = [];
  for (const { name, body } of tests) {
    const began = performance.now();
    try {
      const note = await withinPatience(body());
      say(
        `ok   ${name} (${Math.round(performance.now() - began)} ms)${note === undefined ? "" : `: ${note}`}`,
      );
    } catch (error) {
      failed.push(name);
      say(`FAIL ${name}`);
      for (const line of String(error instanceof Error ? error.message : error).split("\n"))
        say(`       ${line}`);
      await withinPatience(cleanUp()).catch(() => say("       and what it set could not be taken back"));
    }
  }
  say(`${tests.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0) throw new Error(`${failed.length} editor tests failed`);
}

// A test that was given up may have left its settings behind; the next one starts with the defaults.
async function cleanUp(): Promise<void> {
  await workspace.getConfiguration("dnslens").update("rules", undefined);
}

// The launcher prints the lines with this mark; the rest of the console is the editor's own.
function say(line: string): void {
  console.log(`dnslens | ${line}`);
}

function withinPatience<T>(work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`not done after ${patience / 1000} s`)), patience);
    }),
  ]);
}
