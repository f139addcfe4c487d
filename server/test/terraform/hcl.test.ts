import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type { Expression } from "../../src/terraform/hcl/ast.ts";
import { parseJson } from "../../src/terraform/hcl/json.ts";
import { parseHcl } from "../../src/terraform/hcl/parse.ts";

// Its own types bring the DOM's with them.
const { parse }: { parse(name: string, text: string): Promise<unknown> } = createRequire(import.meta.url)(
  "@cdktf/hcl2json",
);

const CORPUS = join(import.meta.dirname, "../../../test-fixtures/terraform");

function corpus(folder = CORPUS): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "broken" ? [] : corpus(path);
    if (!/\.(?:tf|tofu|tfvars|hcl)$/.test(entry.name)) return [];
    return [{ name: path.slice(CORPUS.length + 1), text: readFileSync(path, "utf8") }];
  });
}

test("what HashiCorp's parser accepts is read without a problem", async () => {
  for (const { name, text } of corpus()) {
    await assert.doesNotReject(parse(name, text), `${name} is no valid HCL`);
    assert.deepEqual(parseHcl(text).problems, [], name);
  }
});

// The decoded text of the first string of a file, and where the text that matches `what` stands in the file.
function textOf(expression: Expression | undefined): string {
  if (expression?.kind !== "template") return "";
  return expression.parts.map((part) => (part.kind === "text" ? part.text : "<>")).join("");
}

test("a string's parts lie where they are written", () => {
  const text = 'a = "x\\"y\\u00e9$${n} ${v}é"\n';
  const value = parseHcl(text).body.attributes[0]?.value;
  assert.equal(textOf(value), 'x"yé${n} <>é');
  assert.ok(value?.kind === "template");
  const pieces = value.parts.map((part) => text.slice(part.start, part.end));
  assert.equal(pieces.join(""), 'x\\"y\\u00e9$${n} ${v}é');
});

test("JSON is read into the same blocks, its strings as templates that know their places", () => {
  const text = JSON.stringify(
    {
      resource: {
        aws_route53_record: {
          spf: { name: "", type: "TXT", ttl: 300, records: ['v=spf1 "x" ${var.y} \u0001-all'] },
          two: [{ name: "a" }, { name: "b" }],
        },
      },
      locals: { a: '${upper("x")}' },
      variable: { v: { default: null } },
    },
    undefined,
    1,
  );
  const { body, problems } = parseJson(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    body.blocks.map(({ type, labels }) => [type, ...labels].join(".")),
    [
      "resource.aws_route53_record.spf",
      "resource.aws_route53_record.two",
      "resource.aws_route53_record.two",
      "locals",
      "variable.v",
    ],
  );
  const records = body.blocks[0]?.body.attributes.find(({ name }) => name === "records")?.value;
  const template = records?.kind === "tuple" ? records.items[0] : undefined;
  assert.equal(textOf(template), 'v=spf1 "x" <> \u0001-all');
  assert.ok(template?.kind === "template");
  const at = (char: string) => template.parts.find((part) => part.kind === "text" && part.text === char);
  const quote = at('"');
  const control = at("\u0001");
  assert.equal(text.slice(quote?.start, quote?.end), '\\"');
  assert.equal(text.slice(control?.start, control?.end), "\\u0001");
  const hole = template.parts.find(({ kind }) => kind === "interpolation");
  assert.equal(text.slice(hole?.start, hole?.end), "${var.y}");
});

test("broken JSON is a problem, and what stands before it is read", () => {
  const { body, problems } = parseJson(
    '{"locals": {"a": "v=spf1 -all"}, "resource": {"x": {"y": {"z": [1, }',
  );
  assert.notEqual(problems.length, 0);
  assert.equal(textOf(body.blocks[0]?.body.attributes[0]?.value), "v=spf1 -all");
});

test("JSON that is nested too deeply is told, and its neighbours are read", () => {
  for (const text of ["[".repeat(200_000), '{"resource":'.repeat(50_000)]) {
    const { body, problems } = parseJson(text);
    assert.deepEqual(body, { attributes: [], blocks: [] });
    assert.match(problems[0]?.message ?? "", /too deep/);
  }
  const deep = '{"locals":{"a":'.concat("[".repeat(150), "]".repeat(150), "}}");
  assert.equal(parseJson(deep).problems.length, 0);
  // Brackets in strings are no nesting.
  assert.equal(parseJson(`{"locals":{"a":"${"[".repeat(1000)}\\"["}}`).problems.length, 0);
});
