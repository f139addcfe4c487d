// An edit that the editor applies without asking must never touch more than the text that it is about.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safelyFixed } from "../../src/features/codeActions.ts";
import { TerraformProject } from "../../src/terraform/project.ts";

function fixed(attributes: readonly string[]): string {
  const lines = ['  zone_id = "Z1"', '  type    = "TXT"', ...attributes.map((line) => `  ${line}`)];
  const type = attributes.some((line) => line.startsWith("records"))
    ? "aws_route53_record"
    : "cloudflare_record";
  const text = `resource "${type}" "r" {\n${lines.join("\n")}\n}\n`;
  const after = safelyFixed(new TerraformProject().open("file:///m/main.tf", text));
  return after === text ? "as it was" : after;
}

const NAME = 'name = "corp.net"';

test("a literal that is edited keeps its other parts: what cannot be is left alone", () => {
  const cases: readonly (readonly [why: string, content: string])[] = [
    ["the separator makes every space", 'join(" ", ["v=spf1", "ip4:8.8.8.8", "-all", ""])'],
    ["the replacement makes every space", 'replace("v=spf1,ip4:8.8.8.8,-all,", ",", " ")'],
    [
      "a directive stands in the text to delete",
      '"v=spf1 %{ for x in ["8.8.8.8", "9.9.9.9"] }ip4:${x} %{ endfor } -all"',
    ],
    [
      "a directive stands in the term to delete",
      '"v=spf1 ip4:8.8.8.0/24 %{ if true }redirect=x.org -all%{ endif }"',
    ],
    ["a heredoc ends in a line break", "<<EOT\nv=spf1  include:a.org  -all\nEOT"],
  ];
  for (const [why, content] of cases) {
    const value = content.includes("(") ? `records = [${content}]` : `content = ${content}`;
    assert.equal(fixed([NAME, value]), "as it was", why);
  }
});

test("instances that say different things share their literals, and none is edited for the sake of one", () => {
  const cases: readonly (readonly [each: string, content: string])[] = [
    ['{ a = "include:x.org", b = "include:y.org" }', '"v=spf1 ${each.value} include:x.org -all"'],
    ['{ a = "8.8.8.8", b = "9.9.9.9" }', '"v=spf1 ip4:${each.value} ip4:8.8.8.8 -all"'],
    [
      '{ a = "reject", b = "none" }',
      '"v=DMARC1; p=reject; sp=${each.value}; np=reject; rua=mailto:d@corp.net"',
    ],
  ];
  for (const [each, content] of cases) {
    const name = content.includes("DMARC1") ? "_dmarc.${each.key}.corp.net" : "${each.key}.corp.net";
    assert.equal(
      fixed([`for_each = ${each}`, `name = "${name}"`, `content = ${content}`]),
      "as it was",
      content,
    );
  }
});

test("instances that say the same are mended together", () => {
  const after = fixed([
    'for_each = toset(["a", "b"])',
    'name = "${each.key}.corp.net"',
    'content = "v=spf1  mx -all"',
  ]);
  assert.match(after, /content = "v=spf1 mx -all"/);
});

test("what a backslash stands before is not parted from it", () => {
  const after = fixed(['name = "_dmarc.corp.net"', 'content = "v=DMARC1\\; p=reject\\; pct=100"']);
  // Cloudflare wants quotes inside the value where it is written anew.
  assert.match(after, /content = "\\"v=DMARC1; p=reject\\""\n/);
});
