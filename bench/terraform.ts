/** How fast Terraform is read: one large file in a fresh process, a file that somebody types in, and many small ones. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rsaKey } from "../server/src/rules/dkim/exampleKeys.ts";
import { TerraformProject } from "../server/src/terraform/project.ts";
import { quantile } from "./measure.ts";

const KEY = rsaKey(2048);

/** Resources as they are written by hand: literals, references, templates, functions, `for_each`. */
export function generateTerraform(characters: number): string {
  const out = [
    'variable "ttl" {\n  type    = number\n  default = 3600\n}\n',
    'locals {\n  domain = "hosting.test"\n  hosts  = { web = "192.0.2.1", api = "192.0.2.2", db = "192.0.2.3" }\n}\n',
    'resource "aws_route53_zone" "main" {\n  name = local.domain\n}\n',
  ];
  let length = out.join("\n").length;
  for (let i = 0; length < characters; i++) {
    const block = BLOCKS[i % BLOCKS.length]?.(i) ?? "";
    out.push(block);
    length += block.length + 1;
  }
  return out.join("\n");
}

const route53 = (i: number, name: string, type: string, rest: string) =>
  `resource "aws_route53_record" "r${i}" {\n  zone_id = aws_route53_zone.main.zone_id\n  name    = "${name}"\n  type    = "${type}"\n  ttl     = var.ttl\n  ${rest}\n}\n`;

const BLOCKS: readonly ((i: number) => string)[] = [
  (i) => route53(i, `h${i}.\${local.domain}`, "A", `records = ["192.0.2.${i % 250}"]`),
  (i) =>
    route53(
      i,
      `m${i}.\${local.domain}`,
      "MX",
      `records = ["10 mx1.\${local.domain}.", "20 mx2.\${local.domain}."]`,
    ),
  (i) =>
    route53(i, `m${i - 1}.\${local.domain}`, "TXT", 'records = ["v=spf1 mx include:_spf.example.net -all"]'),
  (i) =>
    route53(
      i,
      `_dmarc.m${i - 2}.\${local.domain}`,
      "TXT",
      `records = [join("; ", ["v=DMARC1", "p=reject", "rua=mailto:d@\${local.domain}"])]`,
    ),
  (i) =>
    route53(
      i,
      `s1._domainkey.m${i - 3}.\${local.domain}`,
      "TXT",
      `records = ["v=DKIM1; k=rsa; p=${KEY.slice(0, 220)}\\"\\"${KEY.slice(220)}"]`,
    ),
  (i) =>
    `resource "aws_route53_record" "each${i}" {\n  for_each = local.hosts\n  zone_id  = aws_route53_zone.main.zone_id\n  name     = "\${each.key}.e${i}.\${local.domain}"\n  type     = "A"\n  ttl      = var.ttl / 2 + ${i}\n  records  = [each.value]\n}\n`,
  (i) => route53(i, `c${i}.\${local.domain}`, "CNAME", `records = [lower("H${i - 6}.\${local.domain}.")]`),
];

/** What one process needs for one text, in seconds. */
interface Reading {
  readonly records: number;
  readonly cold: number;
  readonly warm: number;
}

/** Reads a file in fresh processes: medians. */
export function readInFreshProcesses(file: string, runs: number): Reading {
  const self = fileURLToPath(import.meta.url);
  const readings = Array.from({ length: runs }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [self, file], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Reading;
  });
  const median = (of: (one: Reading) => number) => quantile(readings.map(of), 0.5);
  return {
    records: readings[0]?.records ?? 0,
    cold: median((one) => one.cold),
    warm: median((one) => one.warm),
  };
}

function read(text: string): { readonly records: number; readonly seconds: number } {
  const began = performance.now();
  const document = new TerraformProject().open("file:///bench/main.tf", text);
  let records = 0;
  // What is looked at is worked out.
  for (const { owner, rdata } of document.records())
    if (owner !== undefined && rdata.fields.length > 0) records++;
  return { records, seconds: (performance.now() - began) / 1000 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = readFileSync(process.argv[2] ?? "", "utf8");
  const first = read(text);
  for (let i = 0; i < 4; i++) read(text);
  process.stdout.write(
    JSON.stringify({ records: first.records, cold: first.seconds, warm: read(text).seconds }),
  );
}
