import { isMainThread, parentPort, workerData } from "node:worker_threads";
import manifest from "../../../package.json" with { type: "json" };
import { COMMANDS, type Command, helpOn, helpOnAll } from "./commands.ts";
import { oneLine, shown } from "./paths.ts";
import { UsageError } from "./usage.ts";

const HELP: ReadonlySet<string> = new Set(["help", "--help", "-h"]);

async function main(args: readonly string[]): Promise<number> {
  if (!isMainThread) {
    parentPort?.postMessage((await import("./check.ts")).checkShare(workerData));
    return 0;
  }
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError("no command was named; `dnslens --help` lists them");
  if (HELP.has(name)) {
    const asked = commandNamed(rest[0]);
    process.stdout.write(asked === undefined ? helpOnAll() : helpOn(asked));
    return 0;
  }
  if (name === "--version" || name === "-V") {
    process.stdout.write(`${manifest.version}\n`);
    return 0;
  }
  const command = commandNamed(name);
  if (command === undefined)
    throw new UsageError(`\`${name}\` is no command of this version; \`dnslens --help\` lists them`);
  if (rest.includes("--help") || rest.includes("-h")) {
    process.stdout.write(helpOn(command));
    return 0;
  }
  return (await command.load())(rest);
}

function commandNamed(name: string | undefined): Command | undefined {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever reads the output may have seen enough (`| head`): what was found is found all the same.
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`dnslens: the output cannot be written (${error.code}); is the disk full?\n`);
  process.exit(2);
});

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const unreadable = refusedBySystem(error);
    const usage =
      error instanceof UsageError ||
      unreadable !== undefined ||
      (error instanceof TypeError && "code" in error);
    const message =
      unreadable ?? wrongOption(error) ?? (error instanceof Error ? error.message : String(error));
    process.stderr.write(`dnslens: ${usage ? oneLine(message) : `internal error: ${message}`}\n`);
    process.exitCode = 2;
  },
);

/** What to do about an option that the command does not have, or that is given otherwise; Node's own advice is about other things. */
function wrongOption(error: unknown): string | undefined {
  if (!(error instanceof TypeError) || !("code" in error)) return undefined;
  const option = /'(?:-\w, )?(--?[^ ',]+)/.exec(error.message)?.[1] ?? "that";
  const [command] = process.argv.slice(2);
  const help = `\`dnslens ${command} --help\``;
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    return `\`${option}\` is no option of this command; ${help} lists them`;
  if (error.code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    const word = /'(.*?)'/s.exec(error.message)?.[1] ?? "that";
    return `\`${command}\` takes no \`${word}\`; ${help} shows what it takes`;
  }
  if (error.code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return undefined;
  if (/does not take/.test(error.message)) return `\`${option}\` takes no value; leave it out`;
  return `\`${option}\` needs a value; ${help} shows which`;
}

/** What to do about a file that the system does not let us read or write; undefined for every other error. */
function refusedBySystem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error && "path" in error)) return undefined;
  const { code } = error;
  if (typeof code !== "string" || typeof error.path !== "string") return undefined;
  const path = shown(error.path);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `${path}: no permission to read or write it; change that, or leave it out`;
  return `${path}: cannot be read or written (${code}); leave it out`;
}
