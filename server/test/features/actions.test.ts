// What code actions write: in the line breaks of the file, beside its comments, and so that it counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixAll, quickFixes } from "../../src/features/codeActions.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { edited } from "./marked.ts";

function zoneOf(text: string): ZoneDocument {
  return new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
}

/** The text after each action whose title matches, for the findings of one rule. */
function after(text: string, rule: string, title: RegExp): readonly string[] {
  const document = zoneOf(text);
  const whole = { start: 0, end: document.length };
  const actions = quickFixes(document, findingsOf(document), whole);
  return actions
    .filter((action) => action.diagnostics?.[0]?.code === rule && title.test(action.title))
    .map(({ edit }) => edited(document, edit?.changes?.[document.uri] ?? []));
}

function idsIn(text: string): readonly string[] {
  return findingsOf(zoneOf(text)).map(({ rule }) => rule.id);
}

const SOA = "SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600";

test("lines that a fix adds end as the file's lines do", () => {
  for (const [eol, other] of [
    ["\r\n", /(?<!\r)\n/],
    ["\r", /\n/],
  ] as const) {
    const lines = (...texts: readonly string[]) => texts.map((text) => `${text}${eol}`).join("");
    for (const [text, rule] of [
      [lines(`@ ${SOA}`, "@ NS ns1.example.net."), "zone-ttl-missing"],
      [lines("$TTL 3600", "@ NS ns1.example.net.", "@ NS ns2.example.net."), "zone-soa-missing"],
      [lines("$TTL 3600", "@ NS ns1.example.net.", `@ ${SOA}`), "zone-soa-not-first"],
    ] as const) {
      const texts = after(text, rule, /./);
      assert.ok(texts.length > 0, rule);
      for (const one of texts) assert.doesNotMatch(one, other, rule);
      for (const { edit } of fixAll(zoneOf(text)))
        assert.doesNotMatch(JSON.stringify(edit), eol === "\r" ? /\\n/ : /(?<!\\r)\\n/);
    }
  }
});

test("quotes around a value leave the comments beside it, and are not offered across one", () => {
  assert.deepEqual(after("@ TXT ( v=spf1 mx -all )\n", "txt-unquoted-spaces", /quotes/), [
    '@ TXT "v=spf1 mx -all"\n',
  ]);
  assert.deepEqual(after("@ TXT ( ; a\n v=spf1 mx -all ; b\n ) ; c\n", "txt-unquoted-spaces", /quotes/), [
    '@ TXT ( ; a\n "v=spf1 mx -all" ; b\n ) ; c\n',
  ]);
  assert.deepEqual(after("@ TXT ( v=spf1 ; a\n mx -all )\n", "txt-unquoted-spaces", /quotes/), []);
});

test("a comment that silences does so", () => {
  for (const [text, rule] of [
    // Behind the text the comment would be a part of it.
    ['@ TXT "v=spf1 -all\n', "txt-unbalanced-quote"],
    ["\ufeffwww A 192.0.2.1\n", "zone-bom"],
    ['\ufeffwww TXT "a\n', "txt-unbalanced-quote"],
    ['www AX "a;b" ; "c', "zone-type-unknown"],
  ] as const) {
    assert.ok(idsIn(text).includes(rule), rule);
    const [silenced = ""] = after(text, rule, /for this record/);
    assert.ok(!idsIn(silenced).includes(rule), JSON.stringify(silenced));
    assert.ok(!idsIn(silenced).includes("suppression-unused"), JSON.stringify(silenced));
    assert.equal(silenced.startsWith("\ufeff"), text.startsWith("\ufeff"));
  }
  const unused = "www A 192.0.2.1 ; dnslens-ignore zone-type-unknown\n";
  assert.deepEqual(after(unused, "suppression-unused", /Ignore/), []);
});
