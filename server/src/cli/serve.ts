import { parseArgs } from "node:util";

/** `dnslens serve --stdio`: the language server; it ends when its client does. */
export async function serve(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: { stdio: { type: "boolean" } } });
  await import("../lsp/node.ts");
  return new Promise(() => undefined);
}
