import { parseArgs } from "node:util";
import { UsageError } from "./usage.ts";

/** How clients say in which way they talk to a server, and which process they are: `createConnection` reads it. */
const OPTIONS = {
  stdio: { type: "boolean" },
  "node-ipc": { type: "boolean" },
  socket: { type: "string" },
  pipe: { type: "string" },
  clientProcessId: { type: "string" },
} as const;

/** `dnslens serve --stdio`: the language server; it ends when its client does. */
export async function serve(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (Object.keys(values).every((name) => name === "clientProcessId"))
    throw new UsageError("`serve` needs to know how to talk to its client; add `--stdio`");
  await import("../lsp/node.ts");
  return new Promise(() => undefined);
}
