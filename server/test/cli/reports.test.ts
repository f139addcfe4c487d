import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync, zipSync } from "fflate";
import { parseAggregateReport } from "../../src/mail/reports/aggregate.ts";
import { sendersAs } from "../../src/mail/reports/senders.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "dnslens-reports-"));
after(() => rmSync(root, { recursive: true, force: true }));

interface Row {
  readonly ip: string;
  readonly count: number;
  readonly spf: string;
  readonly dkim: string;
  readonly envelope?: string;
}

/** A report as RFC 7489 appendix C describes it; with `modern`, as RFC 9990 appendix A does. */
function report(id: string, rows: readonly Row[], modern = false): string {
  const records = rows.map(
    ({ ip, count, spf, dkim, envelope = "example.com" }) => `<record>
  <row><source_ip>${ip}</source_ip><count>${count}</count>
    <policy_evaluated><disposition>none</disposition><dkim>${dkim}</dkim><spf>${spf}</spf></policy_evaluated></row>
  <identifiers>${modern ? `<envelope_from>${envelope}</envelope_from>` : ""}<header_from>Example.COM</header_from></identifiers>
  <auth_results><dkim><domain>example.com</domain><selector>s1</selector><result>${dkim}</result></dkim>
    <spf><domain>${envelope}</domain>${modern ? "<scope>mfrom</scope>" : ""}<result>${spf}</result></spf></auth_results>
</record>`,
  );
  const open = modern
    ? '<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0"><version>1.0</version>'
    : "<feedback>";
  return `<?xml version="1.0" encoding="UTF-8"?>
${open}<report_metadata><org_name>Receiver &amp; Sons</org_name><email>d@receiver.example</email><report_id>${id}</report_id>
<date_range><begin>1767225600</begin><end>1767311999</end></date_range></report_metadata>
<policy_published><domain>example.com</domain><p>none</p></policy_published>${records.join("\n")}</feedback>`;
}

const ROWS: readonly Row[] = [
  { ip: "203.0.113.7", count: 1000, spf: "pass", dkim: "fail" },
  { ip: "192.0.2.1", count: 5, spf: "pass", dkim: "pass" },
  { ip: "2001:db8::7", count: 2, spf: "fail", dkim: "pass" },
];

test("reports of both schemas are read alike", () => {
  for (const modern of [false, true]) {
    const read = parseAggregateReport(report("1", ROWS, modern));
    assert.ok(typeof read !== "string");
    assert.equal(read.organization, "Receiver & Sons");
    assert.deepEqual([read.begin, read.end], [1_767_225_600, 1_767_311_999]);
    const senders = sendersAs("example.com.", "header", [read]).map(
      ({ address, messages, passedSpf, passedDkim }) => [address, messages, passedSpf, passedDkim],
    );
    assert.deepEqual(senders, [
      ["203.0.113.7", 1000, 1000, 0],
      ["192.0.2.1", 5, 5, 5],
      ["2001:db8::7", 2, 0, 2],
    ]);
  }
});

test("what is no report is told apart, and rows that make no sense cost themselves alone", () => {
  assert.equal(parseAggregateReport('<!DOCTYPE x [<!ENTITY a "b">]><feedback/>'), "doctype");
  assert.equal(parseAggregateReport("<html><p>hello</p></html>"), "no-report");
  assert.equal(parseAggregateReport("no XML at all"), "no-report");
  const read = parseAggregateReport(
    report("1", [
      { ip: "999.1.1.1", count: 1, spf: "pass", dkim: "pass" },
      { ip: "192.0.2.1", count: -4, spf: "pass", dkim: "pass" },
      ...ROWS,
    ]),
  );
  assert.ok(typeof read !== "string");
  assert.equal(read.rows.length, 3);
});

test("a report that came twice counts once", () => {
  const read = [report("1", ROWS), report("1", ROWS), report("2", ROWS)]
    .map(parseAggregateReport)
    .filter((one) => typeof one !== "string");
  assert.equal(sendersAs("example.com.", "envelope", read)[0]?.messages, 2000);
});

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: "utf8" });
}

test("diff: what a revoked network sent; XML, gzip and zip; what cannot be read is named", () => {
  const folder = join(root, "reports");
  mkdirSync(join(folder, "deep"), { recursive: true });
  mkdirSync(join(root, "a"));
  mkdirSync(join(root, "b"));
  writeFileSync(join(root, "a/example.com.zone"), '@ TXT "v=spf1 ip4:192.0.2.1 ip4:203.0.113.0/24 -all"\n');
  writeFileSync(join(root, "b/example.com.zone"), '@ TXT "v=spf1 ip4:192.0.2.1 -all"\n');
  const bytes = (text: string) => new TextEncoder().encode(text);
  writeFileSync(join(folder, "one.xml"), report("1", ROWS));
  writeFileSync(
    join(folder, "two.xml.gz"),
    gzipSync(bytes(report("2", [{ ip: "203.0.113.7", count: 200, spf: "pass", dkim: "pass" }], true))),
  );
  writeFileSync(
    join(folder, "deep/three.zip"),
    zipSync({
      "three.xml": bytes(report("3", [{ ip: "203.0.113.7", count: 4, spf: "pass", dkim: "pass" }])),
    }),
  );
  writeFileSync(join(folder, "notes.txt"), "not looked at");
  writeFileSync(
    join(folder, "evil.xml"),
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><feedback>&x;</feedback>',
  );
  writeFileSync(join(folder, "bomb.xml.gz"), gzipSync(new Uint8Array(80 * 2 ** 20)));
  writeFileSync(join(folder, "bomb.zip"), zipSync({ "bomb.xml": new Uint8Array(80 * 2 ** 20) }));
  writeFileSync(join(folder, "cut.zip"), zipSync({ "three.xml": bytes(report("4", ROWS)) }).subarray(0, 200));

  const { stdout, stderr } = run("diff", "a", "b", "--reports", "reports", "--format", "json");
  const [change] = JSON.parse(stdout).changes;
  assert.equal(change.kind, "spf-revoked");
  assert.equal(change.severity, "warning");
  assert.equal(
    change.message,
    "example.com: 203.0.113.0/24 may no longer send (256 IPv4 addresses); 203.0.113.7 sent 1,204 messages in these reports and would now fail SPF",
  );
  assert.deepEqual(change.evidence, [
    { address: "203.0.113.7", messages: 1204, passedSpf: 1204, passedDkim: 204 },
  ]);
  const named = stderr
    .trim()
    .split("\n")
    .map((line) => /reports\/(\S+):/.exec(line)?.[1]);
  assert.deepEqual(named, ["bomb.xml.gz", "bomb.zip", "cut.zip", "evil.xml"]);
  assert.equal(run("diff", "a", "b", "--reports", "nowhere").status, 2);

  const { records } = JSON.parse(
    run("explain", "b/example.com.zone", "--reports", "reports", "--format", "json").stdout,
  );
  const { unauthorized } = records[0];
  assert.deepEqual(unauthorized, [
    { address: "203.0.113.7", messages: 1204, passedSpf: 1204, passedDkim: 204 },
    { address: "2001:db8::7", messages: 2, passedSpf: 0, passedDkim: 2 },
  ]);
  assert.match(
    run("explain", "b/example.com.zone", "--reports", "reports").stdout,
    /203\.0\.113\.7 sent 1,204 messages/,
  );
});
