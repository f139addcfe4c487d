import assert from "node:assert/strict";
import { test } from "node:test";
import { resolverOf } from "../../src/mail/resolver.ts";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const SOA = "@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600";

function zone(apex: string, ...lines: readonly string[]): ZoneDocument {
  return new ZoneDocument(`file:///${apex}zone`, [SOA, ...lines, ""].join("\n"), { origin: apex });
}

function texts(workspace: Workspace, from: ZoneDocument, name: string): readonly string[] | undefined {
  return workspace
    .lookupFrom(from.uri)(name, "TXT")
    ?.map(({ text }) => text?.text ?? "");
}

const parent = () =>
  zone("example.com.", "sub NS ns.sub", "ns.sub A 192.0.2.1", 'old.sub TXT "left behind"', 'a TXT "parent"');
const child = () => zone("sub.example.com.", '@ TXT "child"', 'a TXT "child of child"');
const other = () => zone("example.org.");

// RFC 1034 section 4.2.1: what a zone holds below its delegation is glue; the child is who answers.
test("a delegated name is what the child's zone says, for the parent and for others, in whatever order they came", () => {
  for (const files of [
    [parent(), child(), other()],
    [child(), other(), parent()],
  ]) {
    const workspace = new Workspace();
    workspace.open(files);
    for (const file of files) {
      assert.deepEqual(texts(workspace, file, "sub.example.com."), ["child"], file.uri);
      assert.deepEqual(texts(workspace, file, "a.sub.example.com."), ["child of child"], file.uri);
      assert.deepEqual(texts(workspace, file, "old.sub.example.com."), [], file.uri);
      assert.deepEqual(texts(workspace, file, "a.example.com."), ["parent"], file.uri);
    }
  }
});

test("a delegation to a zone that is not here leaves unknown what it holds", () => {
  const workspace = new Workspace();
  const from = parent();
  workspace.open([from, other()]);
  assert.equal(texts(workspace, from, "sub.example.com."), undefined);
  assert.equal(texts(workspace, from, "a.sub.example.com."), undefined);
});

test("a draft or an older version of the child says nothing about it", () => {
  const workspace = new Workspace();
  const draft = new ZoneDocument("untitled:sub", `${SOA}\n@ TXT "draft"\n`, { origin: "sub.example.com." });
  const from = parent();
  workspace.open([draft, from]);
  assert.equal(texts(workspace, from, "sub.example.com."), undefined);
  assert.deepEqual(texts(workspace, draft, "sub.example.com."), ["draft"]);
});

test("files that a name cannot stand in are not asked for it, however many there are", () => {
  let asked = 0;
  class Counted extends ZoneDocument {
    override recordsAt(
      ...args: Parameters<ZoneDocument["recordsAt"]>
    ): ReturnType<ZoneDocument["recordsAt"]> {
      asked++;
      return super.recordsAt(...args);
    }
  }
  const opened = (count: number) => {
    asked = 0;
    new Workspace().openForGood(
      Array.from({ length: count }, (_, i) => {
        const apex = `customer${i}.test.`;
        const lines = [
          SOA,
          '@ TXT "v=spf1 include:_spf.elsewhere.test -all"',
          "@ MX 10 mail.elsewhere.test.",
          's1._domainkey TXT "v=DKIM1; p="',
        ];
        return new Counted(`file:///${apex}zone`, `${lines.join("\n")}\n`, { origin: apex });
      }),
    );
    return asked;
  };
  const few = opened(20);
  assert.ok(few > 20, String(few));
  assert.equal(opened(200), few * 10);
});

// RFC 6672 section 2.2: all names below a DNAME are other names, and what they are called there is known.
test("names below a DNAME are followed where they lead, and nothing is missed there", () => {
  const file = zone(
    "example.com.",
    "d DNAME real",
    '_spf.real TXT "v=spf1 ip4:192.0.2.1 -all"',
    '_spf.d TXT "v=spf1 ip4:192.0.2.99 -all"',
    "far DNAME elsewhere.example.net.",
    '@ TXT "v=spf1 include:_spf.d.example.com include:_spf.far.example.com -all"',
  );
  const workspace = new Workspace();
  workspace.open([file]);
  const resolve = resolverOf(workspace.lookupFrom(file.uri));
  const found = resolve("_spf.d.example.com.", "TXT");
  assert.deepEqual(found.kind === "records" ? found.values : found, ["v=spf1 ip4:192.0.2.1 -all"]);
  assert.deepEqual(resolve("_spf.far.example.com.", "TXT"), {
    kind: "unknown",
    names: ["_spf.elsewhere.example.net."],
  });
  assert.deepEqual(resolve("no.such.d.example.com.", "TXT"), { kind: "nodata" });
  const ids = workspace.findings(file.uri).map(({ rule }) => rule.id);
  assert.ok(!ids.includes("spf-include-none"), ids.join());
});

test("a DNAME that comes or goes is heard of by who asked below it", () => {
  const lines = [
    '_spf.real TXT "v=spf1 ip4:192.0.2.1 -all"',
    '@ TXT "v=spf1 include:_spf.d.example.com -all"',
  ];
  const file = zone("example.com.", ...lines, "d DNAME real");
  const workspace = new Workspace();
  const ids = () => workspace.findings(file.uri).map(({ rule }) => rule.id);
  workspace.update(file);
  assert.ok(!ids().includes("spf-include-none"));
  const start = file.text().indexOf("d DNAME");
  file.replace({ start, end: start + "d DNAME real".length }, "");
  workspace.update(file);
  assert.ok(ids().includes("spf-include-none"));
});

test("a mail host of two domains that has no SPF record is told of once", () => {
  const file = zone("example.com.", "@ MX 10 mail", "sub MX 10 mail", "mail A 192.0.2.1");
  const workspace = new Workspace();
  workspace.update(file);
  const isHelo = ({ rule }: { readonly rule: { readonly id: string } }) => rule.id === "helo-spf-missing";
  assert.equal(workspace.findings(file.uri).filter(isHelo).length, 1);
  assert.equal(workspace.shown(file, { rules: {} }, 1000).findings.filter(isHelo).length, 1);
});

test("what stands at a selector counts for the domain also where the selector itself stays", () => {
  const file = zone("example.com.", "s1._domainkey CNAME s1.example.net.", 's1._domainkey TXT "v=DKIM1; p="');
  const workspace = new Workspace();
  const found = () => {
    workspace.update(file);
    return workspace.findings(file.uri).map(({ rule }) => rule.id);
  };
  const before = found();
  const alias = "s1._domainkey CNAME s1.example.net.\n";
  const start = file.text().indexOf(alias);
  file.replace({ start, end: start + alias.length }, "");
  const fresh = new Workspace();
  fresh.open([new ZoneDocument(file.uri, file.text(), { origin: "example.com." })]);
  const wanted = fresh.findings(file.uri).map(({ rule }) => rule.id);
  // A key elsewhere may sign mail; one that is revoked does not.
  assert.deepEqual(
    [before.includes("parked-incomplete"), wanted.includes("parked-incomplete")],
    [false, true],
  );
  assert.deepEqual(found().sort(), wanted.sort());
});

// What a language server does with the zones of its folder; a hundred kept it busy for ever.
test("many zones taken in at once are checked in a bounded number of turns, and as if each had known the others", () => {
  const count = 150;
  const zones = (missing = 3) =>
    Array.from({ length: count }, (_, i) =>
      zone(
        `z${i}.example.com.`,
        `@ 300 TXT "v=spf1 include:z${(i + 1) % count}.example.com mx -all"`,
        "@ 300 MX 10 mail",
        ...(i % missing === 0 ? ["mail 300 A 192.0.2.1"] : []),
        `www 300 CNAME www.z${(i + 7) % count}.example.com.`,
        ...(i % 2 === 0 ? ['s1._domainkey 300 TXT "v=DKIM1; p="'] : []),
      ),
    );
  const shown = (workspace: Workspace, files: readonly ZoneDocument[]) =>
    files.map(({ uri }) =>
      workspace
        .findings(uri)
        .map(({ rule, at }) => `${rule.id} ${at.start}`)
        .sort(),
    );
  const entered = new Workspace();
  const [opened, ...others] = zones();
  assert.ok(opened !== undefined);
  entered.update(opened, true);
  for (const file of others) entered.enter(file);
  // What they say is known before anything is said about them.
  assert.deepEqual(texts(entered, opened, "z1.example.com."), ["v=spf1 include:z2.example.com mx -all"]);
  assert.deepEqual(texts(entered, opened, "nothing.z1.example.com."), []);
  let turns = 0;
  for (; entered.isBehind && turns < 100 * count; turns++) entered.catchUp();
  assert.ok(!entered.isBehind, "still at work");
  assert.ok(turns < 20 * count, `${turns} turns`);
  const fresh = new Workspace();
  const all = zones();
  fresh.open(all);
  assert.deepEqual(shown(entered, [opened, ...others]), shown(fresh, all));
  // Another branch: the files are there already, half of them say something else, and somebody types meanwhile.
  const changed = zones(4);
  for (const [i, file] of changed.entries()) {
    if (i % 2 === 0) entered.enter(file);
    if (i % 10 === 0) entered.catchUp();
  }
  const now = changed.map((file, i) => (i % 2 === 0 ? file : ([opened, ...others][i] ?? file)));
  now[3]?.replace({ start: 0, end: 0 }, "; typed\n");
  if (now[3] !== undefined) entered.update(now[3], true);
  for (turns = 0; entered.isBehind && turns < 100 * count; turns++) entered.catchUp();
  assert.ok(!entered.isBehind, "still at work");
  const again = new Workspace();
  again.open(now.map((file) => new ZoneDocument(file.uri, file.text(), { origin: file.givenOrigin ?? "" })));
  assert.deepEqual(shown(entered, now), shown(again, now));
});
