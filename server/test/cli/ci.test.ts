import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { CHANGE_SUMMARIES } from "../../src/review/change.ts";

const repository = new URL("../../../", import.meta.url);
const script = fileURLToPath(new URL("scripts/ci/review.mjs", repository));
const cli = fileURLToPath(new URL("server/src/cli/main.ts", repository));
const root = mkdtempSync(join(tmpdir(), "dnslens-ci-"));
const folder = join(root, "checkout");
after(() => rmSync(root, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

let base = "";

before(() => {
  mkdirSync(folder);
  writeFileSync(join(folder, "example.com.zone"), '@ TXT "v=spf1 ip4:192.0.2.1 -all"\n');
  writeFileSync(join(folder, "untouched.example.zone"), '@ TXT "v=spf1 mx +all"\n');
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  base = git("rev-parse", "HEAD");
  writeFileSync(join(folder, "example.com.zone"), '@ TXT "v=spf1 ip4:192.0.2.1 +all"\n');
  git("commit", "-qam", "two");
  writeFileSync(
    join(root, "event.json"),
    JSON.stringify({ pull_request: { number: 7, base: { sha: base } } }),
  );
});

function run(inputs: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const env = {
    ...process.env,
    GITHUB_EVENT_PATH: join(root, "event.json"),
    GITHUB_REPOSITORY: "example/zones",
    GITHUB_STEP_SUMMARY: join(root, "summary.md"),
    INPUT_CLI: cli,
    INPUT_TOKEN: "secret",
    ...inputs,
  };
  return new Promise<{ readonly status: number | null; readonly out: string }>((done) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: folder, env });
    let out = "";
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.on("close", (status) => done({ status, out }));
  });
}

test("a dry run says what it would send: one comment; only files that changed are annotated", async () => {
  const sarif = join(root, "dnslens.sarif");
  const { status, out } = await run({ INPUT_SARIF_FILE: sarif }, "--dry-run");
  assert.equal(status, 1);
  assert.match(out, /dry run: POST \/repos\/example\/zones\/issues\/7\/comments/);
  assert.match(out, /<!-- dnslens-review -->\n\*\*DNS Lens: do not merge/);
  assert.match(out, /^::error file=example\.com\.zone,line=1,title=spf-all-plus::/m);
  assert.match(out, /^::error file=example\.com\.zone,.*title=spf-all-weakened::/m);
  assert.doesNotMatch(out, /untouched/);
  assert.doesNotMatch(out, /secret/);
  assert.match(readFileSync(join(root, "summary.md"), "utf8"), /became `\+all`/);

  const log = JSON.parse(readFileSync(sarif, "utf8"));
  assert.deepEqual(
    log.runs.map((one: { readonly automationDetails: { readonly id: string } }) => one.automationDetails.id),
    ["dnslens/check/", "dnslens/diff/"],
  );
  const {
    id: _id,
    $schema: _draft,
    ...schema
  } = JSON.parse(readFileSync(new URL("test-fixtures/sarif/sarif-2.1.0-rtm.5.json", repository), "utf8"));
  const validate = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: { uri: true, "uri-reference": true, "date-time": true },
  }).compile(schema);
  assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 3)));
});

test("the comment is written once and changed afterwards", async () => {
  const comments: { id: number; body: string }[] = Array.from({ length: 100 }, (_, id) => ({
    id,
    body: "hello",
  }));
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    assert.equal(request.headers.authorization, "Bearer secret");
    const content = await bodyOf(request);
    if (request.method === "POST") comments.push({ id: 500, body: content });
    if (request.method === "PATCH")
      for (const one of comments) if (request.url?.endsWith(`/${one.id}`)) one.body = content;
    const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page") ?? 1);
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify(request.method === "GET" ? comments.slice((page - 1) * 100, page * 100) : {}),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const inputs = {
    GITHUB_API_URL: `http://127.0.0.1:${address.port}`,
    INPUT_ANNOTATIONS: "false",
    INPUT_FAIL_ON: "never",
  };
  const first = await run(inputs);
  const second = await run(inputs);
  server.close();
  assert.deepEqual(
    [first, second],
    [
      { status: 0, out: "" },
      { status: 0, out: "" },
    ],
  );
  const path = "/repos/example/zones/issues";
  const pages = [1, 2].map((page) => `GET ${path}/7/comments?per_page=100&page=${page}`);
  assert.deepEqual(asked, [...pages, `POST ${path}/7/comments`, ...pages, `PATCH ${path}/comments/500`]);
  assert.equal(comments.length, 101);
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? "" : JSON.parse(text).body;
}

test("a token that may not comment, or an unknown base, is said in one line", async () => {
  const server = createServer((_, response) => {
    response.statusCode = 403;
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const { status, out } = await run({
    GITHUB_API_URL: `http://127.0.0.1:${address.port}`,
    INPUT_ANNOTATIONS: "false",
    INPUT_FAIL_ON: "never",
  });
  server.close();
  assert.equal(status, 0);
  assert.match(out, /^::notice title=DNS Lens::No comment was written \(GitHub answers 403/);
  const lost = await run({ INPUT_BASE: "0000000000000000000000000000000000000000" });
  assert.equal(lost.status, 2);
  assert.match(
    lost.out,
    /^::error title=DNS Lens::git does not know 0+: check the repository out with `fetch-depth: 0`\n$/,
  );
});

test("the action hands on every input it declares, and none it does not", () => {
  const { inputs, runs } = parse(read("action.yml"));
  const handed = new Set([...JSON.stringify(runs).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name));
  assert.deepEqual([...handed].sort(), Object.keys(inputs).sort());
  const known = [...read("scripts/ci/review.mjs").matchAll(/input\("([a-z-]+)"\)/g)].map(
    ([, name]) => `INPUT_${name?.toUpperCase().replaceAll("-", "_")}`,
  );
  const step = runs.steps.find(({ run: line }: { readonly run?: string }) => line?.includes("review.mjs"));
  assert.deepEqual(Object.keys(step.env).sort(), [...new Set(known)].sort());
  // What a pull request brings must not become part of a shell command.
  for (const { run: line = "" } of runs.steps) assert.doesNotMatch(line, /\$\{\{/);
});

test("the problem matcher takes what check and diff print", () => {
  const [{ pattern }] = JSON.parse(read("scripts/ci/problem-matcher.json")).problemMatcher;
  const { stdout } = spawnSync(process.execPath, [cli, "diff", base], { cwd: folder, encoding: "utf8" });
  const match = new RegExp(pattern[0].regexp).exec(stdout.split("\n")[0] ?? "");
  assert.deepEqual(match?.slice(1, 5), ["example.com.zone", "1", "1", "error"]);
  assert.equal(match?.[6], "spf-all-weakened");
});

test("the documentation has the GitLab job as it is, every kind of change, and hooks that exist", () => {
  const docs = read("docs/ci.md");
  assert.ok(docs.includes(read("scripts/ci/gitlab-ci.yml").trim()));
  for (const kind of Object.keys(CHANGE_SUMMARIES)) assert.ok(docs.includes(`\`${kind}\``), kind);
  const hooks: readonly { readonly id: string; readonly files: string }[] = parse(
    read(".pre-commit-hooks.yaml"),
  );
  assert.deepEqual(
    hooks.map(({ id }) => id),
    ["dnslens-check", "dnslens-diff"],
  );
  for (const { id, files } of hooks) {
    assert.ok(docs.includes(`id: ${id}`));
    const pattern = new RegExp(files.replace("(?i)", ""), "i");
    for (const name of [
      "zones/example.com.ZONE",
      "db.example.com",
      "a/main.tf",
      "named.ca",
      "dns.tf.json",
      "live/terragrunt.hcl",
    ])
      assert.match(name, pattern);
    for (const name of ["README.md", "other.hcl", "x.zone.json"]) assert.doesNotMatch(name, pattern);
  }
});

function read(file: string): string {
  return readFileSync(new URL(file, repository), "utf8");
}
