import assert from "node:assert/strict";
import { test } from "node:test";
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
