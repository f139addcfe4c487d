/** Runs a command with its arguments; the exit status of the contract. */
type Run = (args: readonly string[]) => number | Promise<number>;

/** One command: how it is called, what it does, and where it is. */
export interface Command {
  readonly usage: string;
  /** One line, for the list of all commands. */
  readonly summary: string;
  /** Its options and an example, a line each. */
  readonly details: readonly string[];
  /** Loaded when it is asked for: most of the time a command takes is loading what it does not need. */
  readonly load: () => Promise<Run>;
}

const FAIL_ON = "--fail-on error|warning|info|hint|never   what ends with status 1 (default: error)";
const ORIGIN = "--origin NAME      the domain that the files are read as, whatever they say";
const ROOT = "--root DIR         where $INCLUDE may reach (default: the current directory)";
const STDIN = "--stdin-filename NAME                     what standard input (-) is called";
const LIVE = "--live             ask the DNS for what the files do not hold; --server ADDRESS says whom";

/** Every command of `dnslens`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    usage: "check [PATH...]",
    summary: "what is wrong in zone files and Terraform: files, directories, or - for standard input",
    details: [
      "--format text|json|sarif|github|gitlab",
      FAIL_ON,
      "--rule ID=off|hint|info|warning|error     repeatable",
      "--fix              apply the safe fixes, those that leave what the zone authorizes as it is; mended - goes to",
      "                   standard output, what is left to say to standard error",
      ORIGIN,
      ROOT,
      "--dialect bind|nsd|knot|powerdns          the name server that loads the files (default: bind)",
      STDIN,
      "--base REVISION    the git revision that serials are compared with (default: HEAD)",
      "--threads N        how many threads share the files (default: one for every two processors)",
      LIVE,
      "Example: dnslens check zones --format github --rule dmarc-p-none=off",
    ],
    load: async () => (await import("./check.ts")).check,
  },
  explain: {
    usage: "explain PATH[:LINE[:COLUMN]] [OTHER...]",
    summary: "what a record means, or where each domain of a file stands",
    details: [
      "OTHER: files and folders that say what stands at the names that the file points to",
      "--format text|md|json",
      ORIGIN,
      ROOT,
      STDIN,
      "--reports DIR      DMARC aggregate reports: who sends as the domain without being authorized",
      LIVE,
      "Example: dnslens explain example.com.zone:12 zones",
    ],
    load: async () => (await import("./explain.ts")).explain,
  },
  spf: {
    usage: "spf --ip IP --mail-from ADDRESS [--helo NAME] [PATH...]",
    summary: "what receivers make of a sender (RFC 7208 check_host)",
    details: [
      "--format text|json",
      ORIGIN,
      ROOT,
      STDIN,
      LIVE,
      "Example: dnslens spf --ip 192.0.2.25 --mail-from info@example.com zones",
    ],
    load: async () => (await import("./spf.ts")).spf,
  },
  diff: {
    usage: "diff BASE [HEAD] [PATH...]",
    summary: "what a change means: git revisions, directories or files; HEAD is the working tree if left out",
    details: [
      "--format text|md|json|sarif|github|gitlab",
      FAIL_ON,
      ORIGIN,
      "--reports DIR      DMARC aggregate reports: what networks that lose their permission have sent",
      "Example: dnslens diff origin/main --format md",
    ],
    load: async () => (await import("./diff.ts")).diff,
  },
  records: {
    usage: "records PATH...",
    summary: "every record as read, one JSON object a line",
    details: [
      ORIGIN,
      ROOT,
      STDIN,
      "--max-generate N   the most records that $GENERATE may make (default: 100000)",
      "Example: dnslens records example.com.zone | jq .owner",
    ],
    load: async () => (await import("./records.ts")).records,
  },
  export: {
    usage: "export PATH...",
    summary: "the zone as JSON (the shape of dns-zonefile) or as zone text, also from Terraform",
    details: ["--format json|zone", ORIGIN, ROOT, STDIN, "Example: dnslens export main.tf --format zone"],
    load: async () => (await import("./export.ts")).exportZone,
  },
  rules: {
    usage: "rules [ID]",
    summary: "the catalogue, or one rule: what it means, an example, its RFC",
    details: ["--format text|json", "Example: dnslens rules spf-all-plus"],
    load: async () => (await import("./rules.ts")).rules,
  },
  serve: {
    usage: "serve --stdio",
    summary: "the language server, for any editor that speaks LSP",
    details: [
      "--stdio            over standard input and output",
      "--socket PORT      over a connection to 127.0.0.1, where the client listens",
      "--pipe NAME        the same over a pipe or a Unix socket",
    ],
    load: async () => (await import("./serve.ts")).serve,
  },
};

/** The list of all commands. */
export function helpOnAll(): string {
  const lines = Object.values(COMMANDS).map(({ usage, summary }) => `  dnslens ${usage}\n      ${summary}\n`);
  return `dnslens: what is wrong in DNS zone files and Terraform, above all in SPF, DKIM and DMARC

${lines.join("")}
dnslens COMMAND --help    the options of one command
dnslens --version

Exit status: 0 nothing at or above --fail-on, 1 something, 2 could not run.
`;
}

/** The options of one command. */
export function helpOn({ usage, summary, details }: Command): string {
  return `dnslens ${usage}\n  ${summary}\n\n${details.map((line) => `  ${line}\n`).join("")}`;
}
