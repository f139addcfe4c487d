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
  "records that name their zone by its own name (Google)": (count) =>
    Array.from(
      { length: count },
      (_, i) =>
        `resource "google_dns_record_set" "r${i}" {\n  managed_zone = "z${i}"\n  name = "r${i}.c.net."\n  type = "A"\n  ttl = 1\n  rrdatas = ["192.0.2.1"]\n}\n` +
        `resource "google_dns_managed_zone" "z${i}" {\n  name = "z${i}"\n  dns_name = "c.net."\n}\n`,
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
      7,
    );
  });
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("");
const record = (i: number, value: string) =>
  `resource "cloudflare_record" "r${i}" {\n  zone_id = "z"\n  name = "r${i}.c.net"\n  type = "TXT"\n  content = ${value}\n}\n`;

const DECODED: Readonly<Record<string, (count: number) => { readonly main: string; readonly yaml: string }>> =
  {
    "keys of a map": (count) => ({
      main: record(0, 'yamldecode(file("a.yaml")).h1'),
      yaml: lines(12 * count, (i) => `h${i}: x\n`),
    }),
    aliases: (count) => ({
      main: record(0, 'yamldecode(file("a.yaml"))[1].ttl'),
      yaml: `- &ttl 300\n${lines(5 * count, () => "- {ttl: *ttl}\n")}`,
    }),
    "records that each decode the same JSON": (count) => ({
      main:
        `locals {\n  all = "{\\"h\\": 1${lines(60 * count, () => "          ")}}"\n}\n` +
        lines(count, (i) => record(i, "jsondecode(local.all).h")),
      yaml: "",
    }),
    "records that each decode the file": (count) => ({
      main: lines(count / 20, (i) => record(i, `yamldecode(file("a.yaml")).h${i}`)),
      yaml: lines(count, (i) => `h${i}: x\n`),
    }),
  };

for (const [what, made] of Object.entries(DECODED)) {
  test(`the work grows with what is decoded: ${what}`, () => {
    const time = (count: number) => {
      const { main, yaml } = made(count);
      // Another text each time, which nobody has decoded yet.
      const text = `# ${performance.now()}\n${yaml}`;
      const project = new TerraformProject({ read: () => ({ uri: "file:///w/a.yaml", text }) });
      return milliseconds(() => project.open("file:///w/main.tf", main).records());
    };
    time(100);
    assertGrowth(
      () => time(500),
      () => time(2000),
      10,
    );
  });
}
