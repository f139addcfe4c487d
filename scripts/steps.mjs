// What the scripts share: running a command with visible progress, and saying what to do when it fails.
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The environment for child processes: this Node and the project's own tools first on PATH. */
export const environment = {
  ...process.env,
  ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
  PATH: [dirname(process.execPath), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
};

/** A failure that the person at the terminal can do something about: what failed, and what to try. */
export class StepFailed extends Error {
  constructor(what, advice) {
    super(`${what}\n  ${advice}`);
    this.name = "StepFailed";
  }
}

/**
 * Runs a command with its output on the terminal, and keeps that output.
 * @returns `status`: its exit status, or 1 when it could not be started or died of a signal.
 */
export function runAndRead(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      shell: needsShell(command),
      ...options,
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.stderr.on("data", (data) => process.stderr.write(data));
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      done({ status: 1, output });
    });
    child.on("close", (status) => done({ status: status ?? 1, output }));
  });
}

/** Runs a command silently under a line that says what is happening; shows its last output when it fails. */
export async function runQuietly(what, command, args, options = {}) {
  const { advice, ...spawnOptions } = options;
  const started = performance.now();
  process.stdout.write(`  ${what} ...`);
  const dots = setInterval(() => process.stdout.write("."), 2000);
  const output = [];
  const status = await new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      shell: needsShell(command),
      ...spawnOptions,
    });
    child.stdout.on("data", (data) => output.push(data));
    child.stderr.on("data", (data) => output.push(data));
    child.on("error", (error) => {
      output.push(Buffer.from(error.message));
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
  clearInterval(dots);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(status === 0 ? ` done (${seconds} s)\n` : ` failed (${seconds} s)\n`);
  if (status === 0) return;
  const tail = Buffer.concat(output).toString("utf8").trimEnd().split("\n").slice(-30);
  console.error(tail.map((line) => `    ${line}`).join("\n"));
  throw new StepFailed(
    `${what} failed.`,
    advice ?? `Read the lines above; the command was: ${command} ${args.join(" ")}`,
  );
}

/** Whether a file or folder is there. */
export async function exists(path) {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** The full path of a program on PATH, or undefined. */
export async function findProgram(name) {
  const endings = process.platform === "win32" ? [".cmd", ".exe", ".bat"] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (folder !== "" && (await exists(path))) return path;
    }
  }
  return undefined;
}

/** Prints a failure without a stack when it is one that the reader can act on, and ends with status 1. */
export function fail(error) {
  console.error(error instanceof StepFailed ? `\n${error.message}` : error);
  process.exit(1);
}

// npm and code are .cmd files on Windows, which only a shell starts.
function needsShell(command) {
  return process.platform === "win32" && !command.endsWith(".exe");
}
