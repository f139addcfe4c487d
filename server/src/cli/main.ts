import { parseArgs } from "node:util";
import { UsageError } from "./usage.ts";

const HELP = `dnslens: what is wrong in DNS zone files, above all in SPF, DKIM and DMARC

  dnslens check [PATH...]   findings; --format text|json|sarif|github|gitlab, --fail-on error|warning|info|hint|never,
                            --rule ID=off|hint|info|warning|error, --origin NAME, --fix (safe fixes, in place),
                            - reads standard input (--stdin-filename NAME)
  dnslens explain PATH[:LINE[:COLUMN]]
                            what a record means; --format text|md|json, --origin NAME, --reports DIR
  dnslens records PATH...   every record as read, one JSON object a line
  dnslens spf --ip IP --mail-from ADDRESS [--helo NAME] [PATH...]
                            what receivers make of that sender; --format text|json, --live [--server ADDRESS]
  dnslens diff BASE [HEAD] [PATH...]
                            what a change means: git revisions, directories or files; HEAD is the working tree
                            where it is left out; --format text|md|json|sarif|github|gitlab,
                            --fail-on error|warning|info|never, --reports DIR (DMARC reports: who sent what)
  dnslens rules [ID]        the catalogue; --format text|json
  dnslens serve --stdio     the language server

Exit status: 0 nothing at or above --fail-on, 1 something, 2 could not run.
`;

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case undefined:
    case "help":
    case "--help":
      process.stdout.write(HELP);
      return command === undefined ? 2 : 0;
    case "check":
      return (await import("./check.ts")).check(rest);
    case "explain":
      return (await import("./explain.ts")).explain(rest);
    case "export":
      return (await import("./export.ts")).exportZone(rest);
    case "records":
      return (await import("./records.ts")).records(rest);
    case "spf":
      return (await import("./spf.ts")).spf(rest);
    case "diff":
      return (await import("./diff.ts")).diff(rest);
    case "rules":
      return (await import("./rules.ts")).rules(rest);
    case "serve": {
      parseArgs({ args: rest, options: { stdio: { type: "boolean" } } });
      await import("../lsp/node.ts");
      return new Promise(() => undefined);
    }
    default:
      throw new UsageError(`\`${command}\` is no command of this version; \`dnslens --help\` lists them`);
  }
}

// Whoever reads the output may have seen enough (`| head`).
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const usage = error instanceof UsageError || (error instanceof TypeError && "code" in error);
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`dnslens: ${usage ? message.split("\n")[0] : `internal error: ${message}`}\n`);
    process.exitCode = 2;
  },
);
