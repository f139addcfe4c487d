import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compile, NO_COMPILEZONE } from "../compilezone.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-export-"));
after(() => rmSync(folder, { recursive: true, force: true }));

// What dns-zonefile's template gets wrong when values are passed on as they are: `$` and `{type}` in texts, a TTL of 0, types it does not have.
const ZONE = `$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1 host\\.master ( 2026112401 4h 1h 2w 1h )
  IN NS ns1
  300 IN NS ns2.example.net.
  IN MX 10 mail
ns1 0 A 192.0.2.1
mail A 192.0.2.25
mail AAAA 2001:db8::25
www CNAME @
cash\\$ TXT "$& $1 $$ {ns} {txt} {zone}" "second; \\"quoted\\" \\\\ \\255"
empty TXT ""
_sip._tcp SRV 1 2 5060 mail
@ CAA 0 issue "ca.example; account=1"
@ CAA 128 iodef "mailto:security@example.com"
child NS ns1.child
ns1.child A 192.0.2.53
child DS 12345 13 2 ( 0123456789ABCDEF0123456789ABCDEF
                      0123456789ABCDEF0123456789ABCDEF )
_443._tcp.www TLSA 3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
@ NAPTR 100 10 "u" "sip+E2U" "!^.*$!sip:info@example.com!" .
ptr PTR www
odd TYPE65400 \\# 3 010203
`;

function run(args: readonly string[]) {
  return spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
}

test("the exported text is the same zone to BIND", (t) => {
  writeFileSync(join(folder, "example.com.zone"), ZONE);
  const { status, stdout, stderr } = run(["export", "example.com.zone", "--format", "zone"]);
  assert.deepEqual([status, stderr], [0, ""]);
  if (NO_COMPILEZONE !== undefined) return t.skip(NO_COMPILEZONE);
  const recordsOf = (text: string) => compile(text).output.split("\n").sort();
  assert.ok(recordsOf(ZONE).length > 20);
  assert.deepEqual(recordsOf(stdout), recordsOf(ZONE));
});

test("the JSON has the shape of dns-zonefile", () => {
  const zone =
    '$ORIGIN example.com.\n$TTL 1h\n@ MX 10 mail\n@ 60 TXT "a;b" "c"\n@ TLSA 3 1 1 AB\n_s._tcp SRV 1 2 3 .\n';
  writeFileSync(join(folder, "small.zone"), zone);
  const { status, stdout } = run(["export", "small.zone"]);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), {
    $origin: "example.com.",
    $ttl: 3600,
    mx: [{ name: "@", preference: 10, host: "mail.example.com." }],
    txt: [{ name: "@", ttl: 60, txt: '"a;b" "c"' }],
    // A type that dns-zonefile does not know: its presentation form.
    tlsa: [{ name: "@", data: "3 1 1 AB" }],
    srv: [{ name: "_s._tcp", priority: 1, weight: 2, port: 3, target: "." }],
  });
});

test("what cannot be read is left out and named", () => {
  writeFileSync(join(folder, "broken.zone"), "$ORIGIN example.com.\nwww A 192.0.2.300\nwww A 192.0.2.1\n");
  const { status, stdout, stderr } = run(["export", "broken.zone"]);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).a, [{ name: "www", ip: "192.0.2.1" }]);
  assert.match(stderr, /^dnslens: broken\.zone:2: left out, .*\n$/);
});

test("a public and a private zone of one name are two zones", () => {
  const record = (zone: string, address: string) => `resource "aws_route53_record" "${zone}" {
  zone_id = aws_route53_zone.${zone}.zone_id
  name    = "www.example.com"
  type    = "A"
  ttl     = 300
  records = ["${address}"]
}
`;
  const text = `resource "aws_route53_zone" "public" {
  name = "example.com"
}
resource "aws_route53_zone" "private" {
  name = "example.com"
  vpc { vpc_id = "vpc-1" }
}
${record("public", "192.0.2.1")}${record("private", "10.0.0.1")}`;
  writeFileSync(join(folder, "two.tf"), text);
  const exported = run(["export", "two.tf"]);
  assert.equal(
    exported.stderr,
    "dnslens: example.com.: 2 zones of one name, in this order: aws_route53_zone.public, aws_route53_zone.private; keep them in files of their own\n",
  );
  const zones = JSON.parse(exported.stdout) as { a: { ip: string }[] }[];
  assert.deepEqual(
    zones.map(({ a }) => a.map(({ ip }) => ip)),
    [["192.0.2.1"], ["10.0.0.1"]],
  );
  const { stdout } = run(["export", "two.tf", "--format", "zone"]);
  assert.match(
    stdout,
    /^; aws_route53_zone\.public\n[^;]*192\.0\.2\.1[^;]*; aws_route53_zone\.private\n[^;]*10\.0\.0\.1/,
  );
});

test("what $GENERATE makes leaves with the zone", () => {
  const path = join(folder, "generate.zone");
  writeFileSync(
    path,
    "$ORIGIN example.com.\n$TTL 1h\n@ SOA ns1 host 1 4h 1h 2w 1h\n@ NS ns1\nns1 A 192.0.2.1\n$GENERATE 1-3 h$ A 192.0.2.$\n",
  );
  const { stdout } = run(["export", path, "--format", "zone"]);
  assert.deepEqual(
    [1, 2, 3].map((number) =>
      new RegExp(`^h${number}\\b.*\\bA\\b.*192\\.0\\.2\\.${number}$`, "m").test(stdout),
    ),
    [true, true, true],
    stdout,
  );
});

test("of aliases that are served in turn a zone holds the first, and it is said that name servers want an SOA", () => {
  const record = (id: string) => `resource "aws_route53_record" "${id}" {
  zone_id        = aws_route53_zone.z.zone_id
  name           = "www"
  type           = "CNAME"
  ttl            = 60
  set_identifier = "${id}"
  records        = ["${id}.other.net"]
}
`;
  const zone = 'resource "aws_route53_zone" "z" {\n  name = "a.net"\n}\n';
  writeFileSync(join(folder, "turns.tf"), `${zone}${record("a")}${record("b")}`);
  const { stdout, stderr } = run(["export", "turns.tf", "--format", "zone"]);
  assert.deepEqual(stdout.match(/[ab]\.other\.net/g), ["a.other.net"]);
  assert.match(stderr, /turns\.tf:\d+: left out, it is served in turn/);
  assert.match(stderr, /a\.net\.: no SOA record is known here/);
});

test("what an $INCLUDE would have added, had it been there, is named on stderr", () => {
  writeFileSync(
    join(folder, "part.zone"),
    "$ORIGIN example.com.\n$TTL 1h\n@ SOA ns1 host 1 4h 1h 2w 1h\n@ NS ns1\nns1 A 192.0.2.1\n$INCLUDE gone.inc\n",
  );
  for (const command of ["export", "records"]) {
    const { stderr, stdout, status } = run([command, "part.zone"]);
    assert.equal(status, 0);
    assert.notEqual(stdout, "");
    assert.match(stderr, /^dnslens: part\.zone:6: left out\. There is no file `gone\.inc`[^\n]*\n$/);
  }
});
