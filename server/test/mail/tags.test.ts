import assert from "node:assert/strict";
import { test } from "node:test";
import { removalSpan, scanTags } from "../../src/mail/tags.ts";
import { MappedText } from "../../src/text/mappedText.ts";

function scan(text: string) {
  const starts = Uint32Array.from(text, (_, i) => i);
  return scanTags(
    new MappedText(text, [], { start: 0, end: text.length }, () => ({
      starts,
      ends: starts.map((at) => at + 1),
    })),
  );
}

test("semicolons in a row are one empty segment", () => {
  for (const [text, kinds] of [
    ["v=A; ;; ; p=x", ["tag", "empty", "tag"]],
    ["v=A;;;", ["tag", "empty"]],
    [";;v=A", ["empty", "tag"]],
    ["; ;", ["empty"]],
    ["v=A;", ["tag"]],
    ["", ["empty"]],
  ] as const) {
    const record = scan(text);
    assert.deepEqual(
      record.segments.map(({ kind }) => kind),
      kinds,
      text,
    );
    const pieces = record.segments.flatMap(({ span, separator }) => [span, separator ?? []].flat());
    const covered = [...pieces, record.tail].map(({ start, end }) => text.slice(start, end)).join("");
    assert.equal(covered, text, "every octet lies in one span, separator or tail");
  }
});

test("an empty segment goes with all of its semicolons", () => {
  for (const [text, rest] of [
    ["v=A; ;; ; p=x", "v=A; p=x"],
    ["v=A;;;", "v=A;"],
    [";;v=A", "v=A"],
  ] as const) {
    const record = scan(text);
    const empty = record.segments.find(({ kind }) => kind === "empty");
    assert.ok(empty);
    const { start, end } = removalSpan(record, empty);
    assert.equal(text.slice(0, start) + text.slice(end), rest);
  }
});
