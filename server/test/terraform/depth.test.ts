// What hangs on itself or on far too much is unknown, and ends no check: the stack is not what stops it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("");
const record = (value: string) =>
  `resource "aws_route53_record" "spf" {\n  name    = "a.example."\n  type    = "TXT"\n  records = [${value}]\n}\n`;

const HOSTILE: Readonly<Record<string, string>> = {
  "locals in a chain": `locals {\n${lines(50_000, (i) => `a${i} = local.a${i + 1}\n`)}}\n${record("local.a0")}`,
  "a sum": record(`1${" + 1".repeat(50_000)}`),
  "names of names": record(`a${".b".repeat(50_000)}`),
  "places in places": record(`a${"[0]".repeat(50_000)}`),
  "for_each of one another": lines(
    5_000,
    (i) =>
      `resource "aws_route53_record" "r${i}" {\n  for_each = aws_route53_record.r${i + 1}\n  name = each.key\n  type = "TXT"\n  records = ["x"]\n}\n`,
  ),
  "zones below one another": `${lines(
    5_000,
    (i) => `resource "aws_route53_zone" "z${i}" {\n  name = "a.\${aws_route53_zone.z${i + 1}.name}"\n}\n`,
  )}${record("aws_route53_zone.z0.name")}`,
};

for (const [what, text] of Object.entries(HOSTILE)) {
  test(`nothing overflows: ${what}`, () => {
    const records = new TerraformProject().open("file:///w/main.tf", text).records();
    assert.ok(records.length > 0);
  });
}

test("a chain as long as anybody writes is followed", () => {
  const chain = `locals {\n${lines(40, (i) => `  a${i} = local.a${i + 1}\n`)}  a40 = "v=spf1 -all"\n}\n`;
  const [spf] = new TerraformProject().open("file:///w/main.tf", chain + record("local.a0")).records();
  assert.equal(spf?.text?.text, "v=spf1 -all");
});

test("what is as wide as a file can be overflows nothing either", () => {
  const count = 150_000;
  const wide: Readonly<Record<string, string>> = {
    "a list": record(`"a"${',"a"'.repeat(count)}`),
    "arguments from a list": record(`max([1${",1".repeat(count)}]...)`),
    "a list that is joined": record(`join("", ["v=spf1 "${',"a"'.repeat(count)}])`),
    "a template with a directive": record(`"%{ if true }${"\\n".repeat(count)}%{ endif }"`),
    directives: record(`"${"%{ endif }".repeat(20_000)}"`),
    "macros that are no directives": record(`"v=spf1 ${"%{i}".repeat(count)}"`),
  };
  for (const [what, text] of Object.entries(wide)) {
    const records = new TerraformProject().open("file:///w/main.tf", text).records();
    assert.ok(records.length > 0, what);
  }
});
