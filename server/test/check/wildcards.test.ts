import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const HEAD = `$ORIGIN corp.net.
$TTL 3600
@ SOA ns1.x.org. h.x.org. 1 7200 3600 1209600 3600
@ NS ns1.x.org.
@ NS ns2.x.org.
`;

function ids(lines: string): readonly string[] {
  const document = new ZoneDocument("file:///corp.net.zone", HEAD + lines, { origin: "corp.net." });
  return findingsOf(document).map(({ rule }) => rule.id);
}

// RFC 4592: a wildcard answers for names that are not stated.
test("what a wildcard may answer for is not taken for absent", () => {
  const cases: readonly (readonly [id: string, without: string, wildcard: string])[] = [
    ["spf-a-void", '@ TXT "v=spf1 a:w.corp.net -all"\n', "* A 198.51.100.1\n"],
    ["spf-a-void", '@ TXT "v=spf1 a:w.h.corp.net -all"\n', "*.h AAAA 2001:db8::1\n"],
    ["spf-a-void", '@ TXT "v=spf1 a:w.corp.net -all"\n', "* CNAME x.org.\n"],
    ["spf-mx-void", '@ TXT "v=spf1 mx:q.corp.net -all"\n', "* MX 5 ns1.x.org.\n"],
    [
      "spf-include-none",
      '@ TXT "v=spf1 include:w.s.corp.net -all"\n',
      '*.s TXT "v=spf1 ip4:198.51.100.9 -all"\n',
    ],
    ["mx-target-no-address", "@ MX 5 q.h\n", "*.h A 198.51.100.1\n"],
  ];
  for (const [id, without, wildcard] of cases) {
    assert.ok(ids(without).includes(id), `${id} without`);
    assert.ok(!ids(without + wildcard).includes(id), `${id} with ${wildcard}`);
  }
});

test("a wildcard of other types, or elsewhere, answers nothing", () => {
  const spf = '@ TXT "v=spf1 a:w.corp.net -all"\n';
  assert.ok(ids(`${spf}* MX 5 ns1.x.org.\n`).includes("spf-a-void"));
  assert.ok(ids(`${spf}*.h A 198.51.100.1\n`).includes("spf-a-void"));
});

// RFC 4592 section 3.3.1: the closest name that exists decides, and `h` exists.
test("a wildcard above a name that has records answers nothing below it", () => {
  const spf = '@ TXT "v=spf1 a:w.h.corp.net -all"\n* A 198.51.100.1\n';
  assert.ok(!ids(spf).includes("spf-a-void"));
  assert.ok(ids(`${spf}h A 198.51.100.2\n`).includes("spf-a-void"));
  assert.ok(!ids(`${spf}h A 198.51.100.2\n*.h A 198.51.100.3\n`).includes("spf-a-void"));
  assert.ok(ids(`${spf}h A 198.51.100.2\n*.h TXT x\n`).includes("spf-a-void"));
});

test("a name between that comes or goes is heard of", () => {
  const text = `${HEAD}@ TXT "v=spf1 a:w.h.corp.net -all"\n* A 198.51.100.1\n`;
  const document = new ZoneDocument("file:///corp.net.zone", text, { origin: "corp.net." });
  const workspace = new Workspace();
  workspace.update(document);
  const isVoid = () => workspace.findings(document.uri).some(({ rule }) => rule.id === "spf-a-void");
  assert.ok(!isVoid());
  document.replace({ start: text.length, end: text.length }, "h A 198.51.100.2\n");
  workspace.update(document);
  assert.ok(isVoid());
});

test("a wildcard that comes or goes is heard of", () => {
  const text = `${HEAD}@ TXT "v=spf1 a:w.corp.net -all"\n`;
  const document = new ZoneDocument("file:///corp.net.zone", text, { origin: "corp.net." });
  const workspace = new Workspace();
  workspace.update(document);
  const isVoid = () => workspace.findings(document.uri).some(({ rule }) => rule.id === "spf-a-void");
  assert.ok(isVoid());
  document.replace({ start: text.length, end: text.length }, "* A 198.51.100.1\n");
  workspace.update(document);
  assert.ok(!isVoid());
  document.replace({ start: text.length, end: document.length }, "");
  workspace.update(document);
  assert.ok(isVoid());
});
