// What is repeated in a file takes as many times as long, not the square of it.
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf } from "../../src/workspace.ts";
import { assertGrowth, milliseconds } from "../growth.ts";

const REPEATED: Readonly<Record<string, (count: number) => string>> = {
  "records for which a fix adds a line": (count) =>
    Array.from(
      { length: count },
      (_, i) =>
        `resource "cloudflare_record" "r${i}" {\n  zone_id = "z"\n  name    = "c${i}.net"\n  type    = "MX"\n  content = "10 m.c.net"\n}\n`,
    ).join(""),
  "quotes between the strings of a value": (count) =>
    `resource "google_dns_record_set" "r" {\n  managed_zone = "z"\n  name = "c.net."\n  type = "TXT"\n  ttl = 1\n  rrdatas = ["a${'\\" \\"b'.repeat(6 * count)}"]\n}\n`,
};

for (const [what, text] of Object.entries(REPEATED)) {
  test(`the work grows with the file: ${what}`, () => {
    const time = (count: number) =>
      milliseconds(() => findingsOf(new TerraformProject().open("file:///w/main.tf", text(count))));
    time(100);
    // Four times the file; quadratic work takes 16 times as long.
    assertGrowth(
      () => time(500),
      () => time(2000),
      10,
    );
  });
}
