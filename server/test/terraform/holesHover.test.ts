// What the hover says of a Terraform value of which parts are not known.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explainRecord } from "../../src/features/hover.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";

function explainedTerraform(terms: string): string {
  const document = new TerraformProject().open(
    "file:///w/main.tf",
    `resource "aws_route53_zone" "z" {
  name = "corp.net"
}
resource "aws_route53_record" "r" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "x"
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ${terms}"]
}
`,
  );
  const workspace = new Workspace();
  workspace.update(document);
  const [record] = [...document.records()];
  assert.ok(record !== undefined);
  return explainRecord(record, workspace.lookupFrom(document.uri));
}

// RFC 7208 section 4.6.2: terms are tried from left to right; an `include` costs a lookup whatever it names (4.6.4).
test("what stands before a part that is not known lets its senders pass, and `all` decides about the rest", () => {
  const said = explainedTerraform("ip4:198.51.100.1 include:${var.x} ip4:198.51.100.2 ~all");
  assert.match(said, /✓ `ip4:198\.51\.100\.1`/);
  assert.match(said, /· `include:…` \(part of it is not known here\)/);
  assert.match(said, /✓ `ip4:198\.51\.100\.2`/);
  assert.match(said, /everyone else: soft fail/);
  assert.match(said, /at least 1 of 10 lookups/);
  assert.doesNotMatch(said, /never reached|not worked out/);
});

test("what may end in an `all` of its own, or a redirect to nobody knows where, leaves the rest unknown", () => {
  for (const terms of ["mx ${var.x}", "mx redirect=${var.x}", "mx include:a.net${var.x}"])
    assert.match(explainedTerraform(terms), /everyone else: not known here/, terms);
  assert.match(explainedTerraform("redirect=${var.x} -all"), /everyone else: rejected/);
});
