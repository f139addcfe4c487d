import { parseArgs } from "node:util";
import type { Transport } from "../lsp/node.ts";
import { UsageError } from "./usage.ts";

/** How clients say in which way they talk to a server, and which process they are: the protocol's library watches that one. */
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
  const transport = transportOf(values);
  const { serveOver } = await import("../lsp/node.ts");
  try {
    return await serveOver(transport);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && error.syscall === "connect")) throw error;
    throw new UsageError(`no client is to be reached (${error.message}); it has to listen first`);
  }
}

function transportOf(values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"]): Transport {
  const { socket, pipe } = values;
  if (values["node-ipc"] === true) {
    if (process.send === undefined)
      throw new UsageError("`--node-ipc` is for a client that started this with Node; take `--stdio`");
    return "node-ipc";
  }
  if (values.stdio === true) return "stdio";
  if (socket !== undefined) {
    if (/^[0-9]{1,5}$/.test(socket) && Number(socket) > 0 && Number(socket) < 65_536)
      return { host: "127.0.0.1", port: Number(socket) };
    throw new UsageError(`--socket takes a port from 1 to 65535, not \`${socket}\``);
  }
  if (pipe !== undefined) return { path: pipe };
  throw new UsageError("`serve` needs to know how to talk to its client; add `--stdio`");
}
