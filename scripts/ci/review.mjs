// What the GitHub Action runs: says what a pull request means for mail and zones, in one comment that it keeps up to date, in
// annotations and as SARIF. With `--dry-run` it prints the requests it would send and sends none.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** By this line the comment is found again. */
const MARKER = "<!-- dnslens-review -->";
const LARGEST = 2 ** 30;

const told = new Set();

const dryRun = process.argv.includes("--dry-run");
const { env } = process;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cli = input("cli") || join(root, "dist", "cli.js");

await main().catch((error) => {
  console.log(
    `::error title=DNS Lens::${String(error.message ?? error)
      .replaceAll("%", "%25")
      .replaceAll("\n", "%0A")}`,
  );
  process.exitCode = 2;
});

async function main() {
  if (!existsSync(cli))
    throw new Error(`there is no ${cli}: build DNS Lens with \`node esbuild.mjs\`, or set the input \`cli\``);
  const event = env.GITHUB_EVENT_PATH ? JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8")) : {};
  const base = baseOf(event);
  const paths = input("paths")
    .split(/\s+/)
    .filter((path) => path !== "");
  const reports = input("reports") === "" ? [] : ["--reports", input("reports")];
  const failOn = input("fail-on") || "error";

  const comment = dnslens([
    "diff",
    base,
    ...reports,
    "--format",
    "md",
    "--fail-on",
    "never",
    "--",
    ...paths,
  ]).stdout;
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, comment);
  const changed = new Set(lines(git("diff", "--name-only", "--no-renames", "-z", base, "--"), "\0"));
  const found = findings(changed, paths);
  if (input("sarif-file") !== "")
    writeFileSync(input("sarif-file"), JSON.stringify(sarifOf(found.log, base, reports, paths)));
  if (input("annotations") !== "false") process.stdout.write(found.annotations);

  const number = event.pull_request?.number;
  if (input("comment") !== "false" && number !== undefined) await say(`${MARKER}\n${comment}`, number);

  const review = dnslens([
    "diff",
    base,
    ...reports,
    "--format",
    "github",
    "--fail-on",
    failOn,
    "--",
    ...paths,
  ]);
  if (input("annotations") !== "false") process.stdout.write(review.stdout);
  process.exitCode = failOn !== "never" && (review.status === 1 || isWorse(found.worst, failOn)) ? 1 : 0;
}

/** Where the branch of the pull request left its base; otherwise what was there before the push. */
function baseOf(event) {
  const wanted = input("base") || event.pull_request?.base?.sha || event.before || "HEAD^";
  const parted = spawnSync("git", ["merge-base", "--end-of-options", wanted, "HEAD"], { encoding: "utf8" });
  if (parted.status === 0) return parted.stdout.trim();
  throw new Error(`git does not know ${wanted}: check the repository out with \`fetch-depth: 0\``);
}

/** What `check` says about the files that changed: as SARIF, and as annotations. All files are read, since a record may lean on another file. */
function findings(changed, paths) {
  const log = JSON.parse(
    dnslens(["check", "--format", "sarif", "--fail-on", "never", "--", ...paths]).stdout,
  );
  const results = log.runs[0].results.filter(({ locations }) =>
    changed.has(decodeURIComponent(locations[0].physicalLocation.artifactLocation.uri)),
  );
  log.runs[0].results = results;
  const levels = ["error", "warning", "note"];
  const worst = levels.find((level) => results.some((result) => result.level === level));
  return { log, worst, annotations: annotationsOf(results, levels) };
}

/** Ten of a level, as many as GitHub shows. */
function annotationsOf(results, levels) {
  const commands = { error: "error", warning: "warning", note: "notice" };
  let out = "";
  for (const level of levels) {
    const all = results.filter((result) => result.level === level);
    for (const { ruleId, message, locations } of all.slice(0, 10)) {
      const { artifactLocation, region } = locations[0].physicalLocation;
      const file = property(decodeURIComponent(artifactLocation.uri));
      out += `::${commands[level]} file=${file},line=${region.startLine},title=${property(ruleId)}::${escaped(message.text)}\n`;
    }
    if (all.length > 10)
      out += `${all.length - 10} more findings of level ${level} are not annotated: GitHub shows 10 of a kind\n`;
  }
  return out;
}

/** Both runs in one log; code scanning keeps runs of one tool apart by their category. */
function sarifOf(check, base, reports, paths) {
  const diff = JSON.parse(
    dnslens(["diff", base, ...reports, "--format", "sarif", "--fail-on", "never", "--", ...paths]).stdout,
  );
  const named = (log, id) => log.runs.map((run) => ({ ...run, automationDetails: { id } }));
  return { ...check, runs: [...named(check, "dnslens/check/"), ...named(diff, "dnslens/diff/")] };
}

/** Writes the comment, or changes the one written before. A token that may not comment (a fork's) fails nothing. */
async function say(body, number) {
  const repository = env.GITHUB_REPOSITORY;
  const comments = `/repos/${repository}/issues/${number}/comments`;
  if (dryRun) {
    console.log(`dry run: GET ${comments}`);
    console.log(
      `dry run: POST ${comments}, or PATCH /repos/${repository}/issues/comments/ID, ${body.length} characters`,
    );
    console.log(body);
    return;
  }
  try {
    const id = await oldComment(comments);
    if (id === undefined) await request("POST", comments, { body });
    else await request("PATCH", `/repos/${repository}/issues/comments/${id}`, { body });
  } catch (error) {
    console.log(
      `::notice title=DNS Lens::No comment was written (${escaped(error.message)}); the summary of this job has the text`,
    );
  }
}

async function oldComment(comments) {
  for (let page = 1; ; page++) {
    const found = await request("GET", `${comments}?per_page=100&page=${page}`);
    const old = found.find(({ body }) => body?.startsWith(MARKER));
    if (old !== undefined) return old.id;
    if (found.length < 100) return undefined;
  }
}

async function request(method, path, content) {
  const answer = await fetch(`${env.GITHUB_API_URL || "https://api.github.com"}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${input("token")}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  if (!answer.ok) throw new Error(`GitHub answers ${answer.status} to ${method} ${path}`);
  return answer.json();
}

function isWorse(worst, failOn) {
  const levels = ["error", "warning", "note"];
  const least = { error: 0, warning: 1, info: 2, hint: 2 }[failOn] ?? -1;
  return worst !== undefined && levels.indexOf(worst) <= least;
}

function dnslens(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    maxBuffer: LARGEST,
  });
  if (status !== 0 && status !== 1)
    throw new Error(stderr.trim() || `dnslens ${args[0]} ended with ${status}`);
  // What was left out, once, though several runs say so.
  for (const line of lines(stderr, "\n")) {
    if (!told.has(line)) process.stderr.write(`${line}\n`);
    told.add(line);
  }
  return { status, stdout };
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { encoding: "utf8", maxBuffer: LARGEST });
  if (status !== 0) throw new Error(stderr.trim());
  return stdout;
}

function input(name) {
  return (env[`INPUT_${name.toUpperCase().replaceAll("-", "_")}`] ?? "").trim();
}

function lines(text, separator) {
  return text.split(separator).filter((line) => line !== "");
}

function escaped(text) {
  return String(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text) {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
