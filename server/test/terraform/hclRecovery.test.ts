import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { parseHcl } from "../../src/terraform/hcl/parse.ts";

const LANGUAGE = join(import.meta.dirname, "../../../test-fixtures/terraform/language");
const RUNS = Number(process.env.DNSLENS_FUZZ ?? 40);

// One mistake each, inside a block that stands in front of another one.
const BROKEN: readonly string[] = [
  'resource "a" "b" {\n  x = "v=spf1 -all\n}\n',
  'resource "a" "b" {\n  x = "v=spf1 ${var.y -all"\n}\n',
  'resource "a" "b" {\n  x = "v=spf1 exists:%{i}.x -all"\n}\n',
  'resource "a" "b" {\n  x = "v=DMARC1\\; p=none"\n}\n',
  'resource "a" "b" {\n  x = [\n    "a",\n    "b"\n}\n',
  'resource "a" "b" {\n  x = [1, 2\n}\n',
  'resource "a" "b" {\n  x = {\n    y = 1\n}\n',
  'resource "a" "b" {\n  x = f(1, 2\n}\n',
  'resource "a" "b" {\n  x = (1 + 2\n}\n',
  'resource "a" "b" {\n  x = 1 +\n}\n',
  'resource "a" "b" {\n  x =\n}\n',
  'resource "a" "b" {\n  x\n}\n',
  'resource "a" "b" {\n  = 1\n}\n',
  'resource "a" "b" {\n  x = 1 2 3\n}\n',
  'resource "a" "b" {\n  x = "a" "b"\n}\n',
  'resource "a" "b" {\n  x = a..b\n}\n',
  'resource "a" "b" {\n  x = var.\n}\n',
  'resource "a" "b" {\n  x = var.y[\n}\n',
  'resource "a" "b" {\n  x = var.y[0\n}\n',
  'resource "a" "b" {\n  x = y ? 1\n}\n',
  'resource "a" "b" {\n  x = <<EOT\nhello\n}\n',
  'resource "a" "b" {\n  x = <<-EOT\n  ${var.y\n  EOT\n}\n',
  'resource "a" "b" {\n  x = [for y in z y]\n}\n',
  'resource "a" "b" {\n  x = [for y z : y]\n}\n',
  'resource "a" "b" {\n  x = { for y in z : y }\n}\n',
  'resource "a" "b" {\n  x = 1\n',
  'resource "a" "b" {\n  y {\n    x = 1\n',
  'resource "a" "b" {\n  x = 1\n}}\n',
  'resource "a" "b {\n  x = 1\n}\n',
  'resource "a" b" {\n  x = 1\n}\n',
  'resource "a" "b"\n  x = 1\n}\n',
  'resource "a" "b" (\n  x = 1\n)\n',
  "resource 'a' 'b' {\n  x = 'y'\n}\n",
  'resource "a" "b" {\n  x = @#!\n  y = 1\n}\n',
  'resource "a" "b" {\n  x = "a\n    b"\n}\n',
  'resource "a" "b" {\n  x = "%{ if y }z"\n}\n',
  'resource "a" "b" {\n  x = "%{ endif }"\n}\n',
  'resource "a" "b" {\n  x: 1\n}\n',
  'resource "a" "b" {\n  x = "\\u12"\n}\n',
  'resource "a" "b" {\n  x = { 1, 2 }\n}\n',
  'resource "a" "b" {\n  x = !\n}\n',
  'resource "a" "b" {\n  ]\n  x = 1\n}\n',
  "<<<<<<< HEAD\n",
];
const NEXT = 'resource "next" "one" {\n  name = "n"\n  list = [\n    "v=spf1 -all",\n  ]\n}\n';

for (const broken of BROKEN) {
  test(`the next block stands as it is behind ${JSON.stringify(broken)}`, () => {
    const { body, problems } = parseHcl(broken + NEXT);
    assert.notEqual(problems.length, 0, "nothing was reported");
    const next = body.blocks.find(({ type, labels }) => type === "resource" && labels[0] === "next");
    assert.deepEqual(next?.labels, ["next", "one"]);
    assert.deepEqual(
      { start: next.start, end: next.end },
      { start: broken.length, end: broken.length + NEXT.length - 1 },
    );
    assert.deepEqual(
      next.body.attributes.map(({ name, value }) => `${name} ${value.kind}`),
      ["name template", "list tuple"],
    );
  });
}

test("a mistake in a value costs nothing but its own attribute", () => {
  for (const value of ['"%{i}"', '"\\;"', '"${var.x"', "[1, 2", "f(1", "1 +", "", '"open', "a ? b", "@"]) {
    const { body } = parseHcl(`resource "a" "b" {\n  before = 1\n  x = ${value}\n}\nlocals {\n  c = 1\n}\n`);
    assert.deepEqual(
      body.blocks.map(({ type }) => type),
      ["resource", "locals"],
      value,
    );
    assert.equal(body.blocks[0]?.body.attributes[0]?.name, "before", value);
  }
});

test("whatever is done to a file, reading it ends, and spans lie in it", () => {
  for (const name of readdirSync(LANGUAGE)) {
    const text = readFileSync(join(LANGUAGE, name), "utf8");
    const change = fc.record({
      at: fc.nat(text.length),
      gone: fc.nat(12),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom(
          '"',
          "${",
          "%{",
          "}",
          "{",
          "[",
          "]",
          "(",
          ")",
          "<<EOT\n",
          "\\",
          "\n",
          "#",
          "/*",
          "*",
          "=>",
          "...",
        ),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let mutated = text;
        for (const { at, gone, put } of changes)
          mutated = mutated.slice(0, at) + put + mutated.slice(at + gone);
        assertSpans(parseHcl(mutated), mutated.length);
      }),
      { numRuns: RUNS },
    );
  }
});

test("hostile nesting ends", () => {
  for (const open of ["[", "{a=", "(", '"${', "f(", "!", "-", "a ? ", "a[", "x {\n"]) {
    assertSpans(parseHcl(`x = ${open.repeat(20_000)}`), open.length * 20_000 + 4);
    assertSpans(parseHcl(open.repeat(20_000)), open.length * 20_000);
  }
});

function assertSpans(node: unknown, length: number): void {
  const open = [node];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    if ("start" in one && "end" in one) {
      const { start, end } = one;
      assert.ok(typeof start === "number" && typeof end === "number");
      assert.ok(0 <= start && start <= end && end <= length, `${start} to ${end} of ${length}`);
    }
    open.push(...Object.values(one));
  }
}
