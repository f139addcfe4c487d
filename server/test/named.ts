import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const NAMED = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"]
  .map((folder) => join(folder, "named"))
  .find((path) => existsSync(path));

/** Why a test that needs the name server is skipped; undefined where it is installed. */
export const MISSING =
  NAMED === undefined ? "named is not installed (package bind9), so nothing live can be asked" : undefined;

export interface NameServer {
  readonly port: number;
  /** "127.0.0.1:port" */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts BIND's named on a free port of the loopback, authoritative for the zones given by origin, without recursion. */
export async function startNamed(zones: Readonly<Record<string, string>>): Promise<NameServer | undefined> {
  if (NAMED === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "dnslens-named-"));
  const port = await freePort();
  const clauses = Object.entries(zones).map(([origin, text]) => {
    writeFileSync(join(folder, `${origin}.zone`), text);
    return `zone "${origin}" { type primary; file "${origin}.zone"; };`;
  });
  const config = join(folder, "named.conf");
  writeFileSync(
    config,
    `options {
  directory "${folder}"; pid-file none; session-keyfile none; managed-keys-directory "${folder}";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no;
};
controls { };
${clauses.join("\n")}
`,
  );
  const child = spawn(NAMED, ["-g", "-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  await running(child);
  return {
    port,
    address: `127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode === null) {
        child.kill();
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  return port;
}

async function running(child: ChildProcess): Promise<void> {
  let log = "";
  child.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  for (let waits = 0; !/ running$/m.test(log); waits++) {
    assert.ok(child.exitCode === null && waits < 1500, `named did not start:\n${log}`);
    await pause(20);
  }
}
