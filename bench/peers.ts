/** The zone checkers that the benchmark compares with, where they are installed. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Command } from "./measure.ts";

/** A checker: what its column is called, and how it is run on a file. */
export interface Peer {
  readonly name: string;
  readonly command: (origin: string, file: string) => Command;
}

const PEERS: readonly { readonly name: string; readonly program: string; readonly args: ArgsOf }[] = [
  { name: "nsd-checkzone", program: "nsd-checkzone", args: (origin, file) => [origin, file] },
  { name: "kzonecheck", program: "kzonecheck", args: (origin, file) => ["-o", origin, file] },
  {
    name: "named-checkzone -i local",
    program: "named-checkzone",
    args: (origin, file) => ["-i", "local", origin, file],
  },
  {
    name: "named-checkzone -i none",
    program: "named-checkzone",
    args: (origin, file) => ["-i", "none", origin, file],
  },
  { name: "validns", program: "validns", args: (origin, file) => ["-z", origin, file] },
];

type ArgsOf = (origin: string, file: string) => readonly string[];

/** The peers that are installed, and the names of those that are not. */
export function findPeers(): { readonly found: readonly Peer[]; readonly missing: readonly string[] } {
  const found: Peer[] = [];
  const missing: string[] = [];
  for (const { name, program, args } of PEERS) {
    const file = findProgram(program);
    if (file === undefined) missing.push(name);
    else found.push({ name, command: (origin, path) => ({ file, args: args(origin, path) }) });
  }
  return { found, missing };
}

/** Debian keeps nsd-checkzone in a folder that is not on every user's PATH. */
function findProgram(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
