import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "dnslens-diff-"));
after(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

function write(folder: string, files: Files): string {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return join(root, folder);
}

function run(cwd: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [main, "diff", ...args], { cwd, encoding: "utf8" });
}

interface Told {
  readonly kind: string;
  readonly domain: string;
  readonly path: string;
  readonly range: { readonly start: { readonly line: number } };
  readonly base: {
    readonly path: string;
    readonly range: { readonly start: { readonly line: number } };
  } | null;
}

function told(cwd: string, ...args: readonly string[]): readonly Told[] {
  const { stdout, stderr } = run(cwd, ...args, "--format", "json");
  assert.equal(stderr, "");
  const { version, changes } = JSON.parse(stdout);
  assert.equal(version, 1);
  return changes;
}

function git(cwd: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  const { status, stderr } = spawnSync("git", [...identity, ...args], { cwd, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

const SPF = '@ TXT "v=spf1 ip4:192.0.2.0/25 -all"\n';
const WIDER = '@ TXT "v=spf1 ip4:192.0.2.0/24 -all"\n';

test("two folders: the shape that others rely on, and the exit status", () => {
  const cwd = write("folders", { "a/example.com.zone": SPF, "b/example.com.zone": `\n${WIDER}` });
  const { status, stdout } = run(cwd, "a", "b", "--format", "json");
  assert.equal(status, 0);
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: WIDER.length - 1 } };
  const before = { start: { line: 0, character: 0 }, end: { line: 0, character: SPF.length - 1 } };
  assert.deepEqual(JSON.parse(stdout), {
    version: 1,
    changes: [
      {
        kind: "spf-authorized",
        severity: "info",
        domain: "example.com",
        message: "example.com: 192.0.2.128/25 may now send (128 IPv4 addresses)",
        before: null,
        after: "192.0.2.128/25",
        path: "b/example.com.zone",
        range,
        base: { path: "a/example.com.zone", range: before },
      },
    ],
    summary: { error: 0, warning: 0, info: 1 },
  });
  assert.equal(run(cwd, "a", "b", "--fail-on", "info").status, 1);
  assert.equal(run(cwd, "a", "b", "--fail-on", "never").status, 0);
  assert.equal(run(cwd, "a/", "a/").stdout, "Nothing changes, for mail or otherwise.\n");
});

test("what was is placed on the base side, in a file that both sides have alike as well", () => {
  const user = '@ 60 TXT "v=spf1 include:_spf.example.net -all"\n';
  const cwd = write("alike", {
    "old/example.com.zone": user,
    "old/example.net.zone": '_spf 60 TXT "v=spf1 ip4:192.0.2.1 -all"\n',
    "new/example.com.zone": user,
    "new/example.net.zone": '_spf 60 TXT "v=spf1 ip4:192.0.2.2 -all"\n',
  });
  const places = told(cwd, "old", "new")
    .filter(({ domain }) => domain === "example.com")
    .map(({ kind, path, base }) => [kind, path, base?.path]);
  assert.deepEqual(places, [
    ["spf-authorized", "new/example.com.zone", "old/example.com.zone"],
    ["spf-revoked", "new/example.com.zone", "old/example.com.zone"],
  ]);
});

test("what the same is said of is listed as a whole; what was not there before has no value", () => {
  const zones = (side: string, policy: string) =>
    Object.fromEntries(
      Array.from({ length: 51 }, (_, i) => [
        `${side}/d${i + 10}.example.zone`,
        `_dmarc 60 TXT "v=DMARC1; p=reject${policy}"\n`,
      ]),
    );
  const cwd = write("many", { ...zones("old", ""), ...zones("new", "; fo=1") });
  const { stdout } = run(cwd, "old", "new", "--format", "json");
  const [change, ...others] = JSON.parse(stdout).changes;
  assert.deepEqual(others, []);
  assert.deepEqual([change.domain, change.before, change.after], ["d10.example", null, "fo=1"]);
  assert.deepEqual(
    change.also,
    Array.from({ length: 50 }, (_, i) => `d${i + 11}.example`),
  );
});

test("two files are one zone, whatever they are called", () => {
  const soa = "example.com. 60 IN SOA ns.example.net. h.example.net. 1 2h 1h 2w 1h\n";
  const cwd = write("files", {
    "old.zone": `www 60 A 192.0.2.1\n`,
    "new.zone": `www 60 A 192.0.2.2\n`,
    "soa.zone": `${soa}www 60 A 192.0.2.1\n`,
    "after.zone": `${soa}www 60 A 192.0.2.3\n`,
  });
  assert.deepEqual(
    told(cwd, "old.zone", "new.zone").map(({ kind }) => kind),
    ["record-changed"],
  );
  assert.deepEqual(
    told(cwd, "soa.zone", "after.zone").map(({ domain }) => domain),
    ["example.com", "www.example.com"],
  );
  assert.deepEqual(
    told(cwd, "old.zone", "new.zone", "--origin", "example.org").map(({ domain }) => domain),
    ["www.example.org"],
  );
});

test("revisions, the index and the working tree of a repository", () => {
  const cwd = write("repository", {
    "zones/example.com.zone": SPF,
    "zones/gone.example.zone": "@ A 192.0.2.1\n",
    "notes.txt": "x",
  });
  git(cwd, "init", "-q", "-b", "main");
  git(cwd, "add", "-A");
  git(cwd, "commit", "-qm", "one");
  assert.deepEqual(told(cwd, "HEAD"), []);

  write("repository", { "zones/example.com.zone": WIDER, "zones/new.example.zone": "@ A 192.0.2.2\n" });
  rmSync(join(cwd, "zones/gone.example.zone"));
  const kinds = (changes: readonly Told[]) => changes.map(({ kind, domain }) => `${kind} ${domain}`);
  const all = ["record-removed gone.example", "spf-authorized example.com", "record-added new.example"];
  assert.deepEqual(kinds(told(cwd, "HEAD")), all);
  assert.deepEqual(kinds(told(join(cwd, "zones"), "HEAD")), all);
  assert.deepEqual(
    told(join(cwd, "zones"), "HEAD").map(({ path }) => path),
    ["gone.example.zone", "example.com.zone", "new.example.zone"],
  );
  assert.deepEqual(kinds(told(cwd, "HEAD", "zones/new.example.zone")), ["record-added new.example"]);

  git(cwd, "add", "-A");
  git(cwd, "commit", "-qm", "two");
  for (const args of [["HEAD~1", "HEAD"], ["HEAD~1..HEAD"], ["HEAD~1...main"], ["main^", "main"]]) {
    assert.deepEqual(kinds(told(cwd, ...args)), all, args.join(" "));
  }
  assert.deepEqual(kinds(told(cwd, "HEAD", "HEAD~1")), [
    "record-removed new.example",
    "spf-revoked example.com",
    "record-added gone.example",
  ]);

  git(cwd, "mv", "zones/example.com.zone", "zones/db.example.com");
  // A name that says too little is looked into; what does not begin as a zone is none.
  write("repository", {
    "zones/more.db": "$ORIGIN more.example.\n@ A 192.0.2.1\n",
    "notes.db": "@ A 192.0.2.1\n",
  });
  assert.deepEqual(kinds(told(cwd, "HEAD")), ["record-added more.example"]);
});

test("what a file includes is looked for on each side by itself, in folders, files and trees", () => {
  const zone = "$ORIGIN example.com.\n@ A 192.0.2.1\n$INCLUDE parts/mail.inc\n";
  const cwd = write("includes", {
    "a/example.com.zone": zone,
    "a/parts/mail.inc": SPF,
    "b/example.com.zone": zone,
    "b/parts/mail.inc": `; wider\n${WIDER}`,
  });
  const shown = (changes: readonly Told[]) =>
    changes.map(({ kind, domain, path, range }) => `${kind} ${domain} ${path}:${range.start.line}`);
  const wider = ["spf-authorized example.com b/parts/mail.inc:1"];
  assert.deepEqual(shown(told(cwd, "a", "b")), wider);
  assert.deepEqual(shown(told(cwd, "a/example.com.zone", "b/example.com.zone")), wider);

  rmSync(join(cwd, "a"), { recursive: true });
  git(cwd, "init", "-q", "-b", "main");
  git(cwd, "add", "b");
  git(cwd, "commit", "-qm", "one");
  write("includes", { "b/parts/mail.inc": SPF });
  assert.deepEqual(shown(told(cwd, "HEAD")), ["spf-revoked example.com b/parts/mail.inc:0"]);
  git(cwd, "commit", "-qam", "two");
  assert.deepEqual(shown(told(cwd, "HEAD~1", "HEAD")), ["spf-revoked example.com b/parts/mail.inc:0"]);
  write("includes", {
    "b/parts/mail.inc": "",
    "b/example.com.zone": `$ORIGIN example.com.\n@ A 192.0.2.1\n${SPF}`,
  });
  assert.deepEqual(shown(told(cwd, "HEAD")), []);
});

test("Terraform in a folder, with the modules it calls, moved from a zone file", () => {
  const module = 'module "m" {\n  source = "./m"\n  domain = "example.com"\n}\n';
  const called =
    'variable "domain" {}\nresource "aws_route53_zone" "z" {\n  name = var.domain\n}\nresource "aws_route53_record" "a" {\n  zone_id = aws_route53_zone.z.zone_id\n  name = "www"\n  type = "A"\n  ttl = 60\n  records = ["192.0.2.1"]\n}\n';
  const cwd = write("terraform", {
    "a/example.com.zone": "@ 60 SOA ns h 1 2h 1h 2w 1h\nwww 60 A 192.0.2.1\n",
    "b/main.tf": module,
    "b/m/main.tf": called,
    "c/main.tf": module,
    "c/m/main.tf": called.replace("192.0.2.1", "192.0.2.2"),
  });
  assert.deepEqual(told(cwd, "a", "b"), []);
  assert.deepEqual(
    told(cwd, "b", "c").map(({ kind, domain, path }) => `${kind} ${domain} ${path}`),
    ["record-changed www.example.com c/m/main.tf"],
  );
});

test("what a file says that Terraform reads is compared, each side with its own", () => {
  const main = `locals {\n  hosts = yamldecode(file("\${path.module}/hosts.yaml"))\n}\nresource "aws_route53_record" "a" {\n  for_each = local.hosts\n  zone_id = "Z"\n  name = "\${each.key}.example.com."\n  type = "A"\n  ttl = 60\n  records = [each.value]\n}\n`;
  const cwd = write("data", { "dns/main.tf": main, "dns/hosts.yaml": "www: 192.0.2.1\n" });
  git(cwd, "init", "-q");
  git(cwd, "add", ".");
  git(cwd, "commit", "-qm", "one");
  assert.deepEqual(told(cwd, "HEAD"), []);
  write("data", { "dns/hosts.yaml": "www: 192.0.2.2\n" });
  const changes = () => told(cwd, "HEAD").map(({ kind, domain }) => `${kind} ${domain}`);
  assert.deepEqual(changes(), ["record-changed www.example.com"]);
  write("data", { "dns/hosts.yaml": "www: 192.0.2.1\nftp: 192.0.2.3\n" });
  assert.deepEqual(changes(), ["record-added ftp.example.com"]);
});

test("what is gone is shown at the nearest line of its name that is left", () => {
  const cwd = write("survivors", {
    "a/example.com.zone":
      '$ORIGIN example.com.\nwww A 192.0.2.1\nwww TXT "x"\nwww A 192.0.2.2\nftp A 192.0.2.3\n',
    "b/example.com.zone": '$ORIGIN example.com.\n\n\nwww TXT "x"\nwww A 192.0.2.2\n',
  });
  const places = told(cwd, "a", "b").map(
    ({ domain, path, range, base }) => `${domain} ${path}:${range.start.line} was ${base?.range.start.line}`,
  );
  assert.deepEqual(places, [
    "ftp.example.com b/example.com.zone:0 was 4",
    "www.example.com b/example.com.zone:3 was 1",
  ]);
});

test("a comment silences a kind of change, for its record or its file, and check does not call it idle", () => {
  const cwd = write("silenced", {
    "a/example.com.zone": `${SPF}www A 192.0.2.1\n`,
    "b/example.com.zone": `; dnslens-ignore spf-authorized the new office\n${WIDER}www A 192.0.2.2\n`,
    "c/example.com.zone": `; dnslens-ignore-file record-changed, spf-authorized\n${WIDER}www A 192.0.2.2\n`,
  });
  assert.deepEqual(
    told(cwd, "a", "b").map(({ kind }) => kind),
    ["record-changed"],
  );
  assert.deepEqual(told(cwd, "a", "c"), []);
  const checked = spawnSync(process.execPath, [main, "check", "b", "c"], { cwd, encoding: "utf8" });
  assert.doesNotMatch(checked.stdout, /suppression-unused/);
});

test("what cannot run exits with 2 and one line on standard error", () => {
  const cwd = write("wrong", { "a.zone": SPF, "d/b.zone": SPF, "c.zone": "a\0b" });
  for (const args of [
    [],
    ["nowhere"],
    ["a.zone"],
    ["a.zone", "d"],
    ["a.zone", "c.zone"],
    ["d", "nowhere"],
    ["d", "d", "--format", "pdf"],
    ["d", "d", "--fail-on", "x"],
    ["--nonsense"],
  ]) {
    const { status, stderr, stdout } = run(cwd, ...args);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, /^dnslens: [^\n]+\n$/, args.join(" "));
    assert.equal(stdout, "");
  }
});

test("a path that names nothing is refused, also beside two folders; one of them may hold it", () => {
  const cwd = write("paths", { "a/example.com.zone": SPF, "b/example.com.zone": WIDER });
  const wrong = run(cwd, "a", "b", "nope.zone");
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^dnslens: nope\.zone: there is no such file or directory; check the path\n$/);
  assert.equal(told(cwd, "a", "b", "example.com.zone").length, 1);
  assert.equal(told(cwd, "a", "b", "b/example.com.zone").length, 1);
  git(cwd, "init", "-q");
  git(cwd, "add", ".");
  git(cwd, "commit", "-q", "-m", "one");
  git(cwd, "rm", "-q", "a/example.com.zone");
  git(cwd, "commit", "-q", "-m", "two");
  assert.equal(run(cwd, "HEAD~1", "HEAD", "a/nope.zone").status, 2);
  // What one of the revisions holds is a path, though it is gone from the disk.
  assert.equal(run(cwd, "HEAD~1", "HEAD", "a/example.com.zone", "--fail-on", "never").status, 0);
});

test("`--fail-on` takes every word that its help lists, `--origin` a name", () => {
  const cwd = write("words", { "a/example.com.zone": SPF, "b/example.com.zone": WIDER });
  for (const word of ["error", "warning", "info", "hint", "never"])
    assert.notEqual(run(cwd, "a", "b", "--fail-on", word).status, 2, word);
  assert.equal(run(cwd, "a", "b", "--fail-on", "hint").status, 1);
  for (const origin of ["", "a..b"]) {
    const { status, stderr } = run(cwd, "a", "b", "--origin", origin);
    assert.equal(status, 2);
    assert.match(stderr, /^dnslens: --origin takes the name of a domain, not `.*`\n$/);
  }
});

test("a path keeps its letters in Markdown, and nothing in it is markup", () => {
  const cwd = write("letters", { "a/日本<b>.zone": SPF, "b/日本<b>.zone": WIDER });
  const { stdout } = run(cwd, "a", "b", "--origin", "example.com", "--format", "md");
  assert.match(stdout, /<code>b\/日本&#60;b&#62;\.zone<\/code>/);
});

test("a bare repository has revisions alone; a zone comes with what it includes", () => {
  const cwd = write("included", { "e.zone": `${SPF}$INCLUDE q/part\n`, "q/part": "www A 192.0.2.1\n" });
  git(cwd, "init", "-q");
  git(cwd, "add", ".");
  git(cwd, "commit", "-q", "-m", "one");
  write("included", { "q/part": "www A 192.0.2.2\n" });
  git(cwd, "commit", "-q", "-a", "-m", "two");
  assert.deepEqual(
    told(cwd, "HEAD~1", "HEAD", "e.zone").map(({ kind, path }) => [kind, path]),
    [["record-changed", "q/part"]],
  );
  const bare = join(root, "bare.git");
  git(cwd, "clone", "-q", "--bare", cwd, bare);
  assert.equal(told(bare, "HEAD~1", "HEAD").length, 1);
  const { status, stderr } = run(bare, "HEAD~1");
  assert.equal(status, 2);
  assert.match(stderr, /^dnslens: this repository is bare and has no working tree; name two revisions\n$/);
});

test("a zone that is no text any more is not told to be gone", () => {
  const cwd = write("binary", { "a/example.com.zone": SPF, "b/example.com.zone": `\0\0${SPF}` });
  const { status, stderr, stdout } = run(cwd, "a", "b");
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(
    stderr,
    /^dnslens: b\/example\.com\.zone: no text file any more; repair it, or leave it out\n$/,
  );
});

test("a link to a zone is no second zone, whether it is committed or not", () => {
  const folder = write("links", { "a/example.com.zone": '$ORIGIN example.com.\n@ 300 TXT "v=spf1 -all"\n' });
  symlinkSync("a/example.com.zone", join(folder, "link.zone"));
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a"],
  ])
    spawnSync("git", args, { cwd: folder });
  write("links", { "a/example.com.zone": '$ORIGIN example.com.\n@ 300 TXT "v=spf1 ~all"\n' });
  assert.deepEqual(
    told(folder, "HEAD").map(({ kind, path }) => `${kind} ${path}`),
    ["spf-all-weakened a/example.com.zone"],
  );
});

test("a side may be a pipe, which is read once, or a link that leads out of its folder", () => {
  const cwd = write("pipes", { "a.zone": SPF, "b.zone": WIDER });
  const ends = spawnSync(
    "bash",
    ["-c", `"$0" "$1" diff --origin example.com <(cat a.zone) <(cat b.zone)`, process.execPath, main],
    {
      cwd,
      encoding: "utf8",
    },
  );
  assert.deepEqual([ends.status, ends.stderr], [0, ""]);
  assert.match(ends.stdout, /spf-authorized/);
  const elsewhere = write("pipes-link", {});
  mkdirSync(elsewhere, { recursive: true });
  symlinkSync(join(cwd, "b.zone"), join(elsewhere, "b.zone"));
  const [change] = told(cwd, "a.zone", join(elsewhere, "b.zone"), "--origin", "example.com");
  assert.equal(change?.kind, "spf-authorized");
});

test("a clone that is not whole says what to fetch, and a submodule that changed is not passed over in silence", () => {
  const from = write("whole", { "example.com.zone": SPF });
  git(from, "init", "-q", "-b", "main");
  git(from, "add", ".");
  git(from, "commit", "-qm", "one");
  git(from, "checkout", "-qb", "wider");
  write("whole", { "example.com.zone": WIDER });
  git(from, "commit", "-qam", "two");
  git(from, "checkout", "-q", "main");
  write("whole", { "other.txt": "x" });
  git(from, "add", ".");
  git(from, "commit", "-qm", "three");

  git(root, "clone", "-q", "--depth", "1", "--branch", "wider", `file://${from}`, "shallow");
  const shallow = join(root, "shallow");
  assert.match(
    run(shallow, "origin/main").stderr,
    /neither a revision nor a path; .*clone is shallow.*fetch it\n$/,
  );
  git(shallow, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main");
  assert.equal(told(shallow, "origin/main").length, 1);
  const { status, stderr } = run(shallow, "origin/main...HEAD");
  assert.match(stderr, /^dnslens: `origin\/main\.\.\.HEAD`: .*fetch the whole history.*\n$/);
  assert.equal(status, 2);

  const above = write("above", { "readme.txt": "x" });
  git(above, "init", "-q");
  git(above, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `file://${from}`, "zones");
  git(above, "commit", "-qm", "one");
  assert.equal(run(above, "HEAD").stderr, "");
  git(join(above, "zones"), "checkout", "-q", "origin/wider");
  const said = "dnslens: zones: a submodule that changed, left out; compare in its own folder\n";
  assert.equal(run(above, "HEAD").stderr, said);
  assert.equal(run(above, "HEAD", "readme.txt").stderr, "");
  git(above, "commit", "-qam", "two");
  assert.equal(run(above, "HEAD~1", "HEAD").stderr, said);
  assert.equal(run(above, "HEAD").stderr, "");
});

test("a repository that git does not trust, as in containers, is not said to be none", () => {
  const cwd = write("foreign", { "example.com.zone": SPF });
  git(cwd, "init", "-q");
  const env = { ...process.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1", LANG: "de_DE.UTF-8" };
  const { status, stderr } = spawnSync(process.execPath, [main, "diff", "HEAD"], {
    cwd,
    env,
    encoding: "utf8",
  });
  assert.equal(status, 2);
  assert.match(stderr, /^dnslens: `HEAD` .*git config --global --add safe\.directory .*foreign`.*\n$/);
});
