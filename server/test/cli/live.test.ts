import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { nodeDns } from "../../src/live/nodeDns.ts";
import { checkHost, type MailSession } from "../../src/mail/checkHost.ts";
import { evaluateLive } from "../../src/mail/live.ts";
import { parseAddress } from "../../src/mail/networks/text.ts";
import type { Answer, QueryType, Resolver } from "../../src/mail/resolver.ts";
import { MISSING, type NameServer, startNamed } from "../named.ts";

// A real name server on loopback: BIND's named, on a free port, with the zone below.
const ZONE = `$ORIGIN example.net.
$TTL 300
@ IN SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
ns1 A 127.0.0.1
@ TXT "v=spf1 include:_spf.example.net a:alias.example.net mx -all exp=why.example.net"
@ MX 10 mx
mx 60 A 192.0.2.25
alias CNAME host
host A 192.0.2.7
_spf TXT "v=spf1 ip4:198.51." "100.0/24 ?all"
why TXT "%{i} is not of %{d}"
octets TXT "v=spf1 \\150all"
null MX 0 .
10.2.0.192 PTR host
odd\\032name TXT "here"
`;
const REVERSE = `$TTL 300
@ IN SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 300
@ NS ns1.example.net.
7 PTR host.example.net.
`;

const folder = mkdtempSync(join(tmpdir(), "dnslens-live-"));
let server: NameServer | undefined;
let address = "";

before(async () => {
  server = await startNamed({ "example.net": ZONE, "2.0.192.in-addr.arpa": REVERSE });
  address = server?.address ?? "";
});

after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const nothing: Resolver = (name) => ({ kind: "unknown", names: [name] });

function mail(ip: string, from = "bob@example.net"): MailSession {
  const parsed = parseAddress(ip);
  assert.ok(parsed !== undefined);
  return { ip: parsed, mailFrom: from, helo: "mail.example.net" };
}

async function ask(name: string, type: QueryType): Promise<Answer> {
  const dns = nodeDns({ servers: [address] });
  return (await evaluateLive(dns, nothing, (resolve) => resolve(name, type))).value;
}

test("a check over live answers, and which they are", async (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const dns = nodeDns({ servers: [address] });
  const check = async (ip: string) => evaluateLive(dns, nothing, (resolve) => checkHost(mail(ip), resolve));
  assert.equal((await check("198.51.100.9")).value.mechanism, "include:_spf.example.net");
  assert.equal((await check("192.0.2.7")).value.mechanism, "a:alias.example.net");
  assert.equal((await check("192.0.2.25")).value.mechanism, "mx");
  const { value, live } = await check("203.0.113.1");
  assert.equal(value.result, "fail");
  assert.equal(value.explanation, "203.0.113.1 is not of example.net");
  assert.deepEqual(value.unknown, []);
  assert.deepEqual(live.map(({ type, name }) => `${type} ${name}`).sort(), [
    "A alias.example.net.",
    "A mx.example.net.",
    "MX example.net.",
    "TXT _spf.example.net.",
    "TXT example.net.",
    "TXT why.example.net.",
  ]);
});

test("each kind of answer is what the server said", async (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  assert.deepEqual(await ask("nobody.example.net.", "A"), { kind: "nxdomain" });
  assert.deepEqual(await ask("host.example.net.", "AAAA"), { kind: "nodata" });
  assert.deepEqual(await ask("null.example.net.", "MX"), { kind: "records", values: ["0 ."] });
  assert.deepEqual(await ask("example.net.", "MX"), { kind: "records", values: ["10 mx.example.net."] });
  assert.deepEqual(await ask("7.2.0.192.in-addr.arpa.", "PTR"), {
    kind: "records",
    values: ["host.example.net."],
  });
  assert.deepEqual(await ask("octets.example.net.", "TXT"), { kind: "records", values: ["v=spf1 \x96all"] });
  const odd = "odd\\032name.example.net.";
  assert.deepEqual(await ask(odd, "TXT"), { kind: "unknown", names: [odd] }, "Node asks for host names only");
  // The server does not serve it and does not recurse: REFUSED.
  assert.deepEqual(await ask("example.edu.", "TXT"), { kind: "timeout" });
});

test("a zone at hand goes before the server", async (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const base: Resolver = (name, type) => {
    if (name !== "example.net.") return { kind: "unknown", names: [name] };
    return type === "TXT"
      ? { kind: "records", values: ["v=spf1 a:host.example.net ~all"] }
      : { kind: "nodata" };
  };
  const dns = nodeDns({ servers: [address] });
  const { value, live } = await evaluateLive(dns, base, (resolve) => checkHost(mail("192.0.2.8"), resolve));
  assert.equal(value.result, "softfail");
  assert.deepEqual(
    live.map(({ name, ttl }) => [name, ttl]),
    [["host.example.net.", 300]],
  );
});

test("answers are kept as long as they hold, and read again afterwards", async (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  let clock = 1_000_000;
  const dns = nodeDns({ servers: [address], now: () => clock });
  const readAt = async () => {
    const { live } = await evaluateLive(dns, nothing, (resolve) => resolve("mx.example.net.", "A"));
    return live[0]?.readAt;
  };
  assert.equal(await readAt(), 1_000_000);
  clock += 59_000;
  assert.equal(await readAt(), 1_000_000, "its TTL is 60 seconds");
  clock += 2_000;
  assert.equal(await readAt(), 1_061_000);
});

test("a server that does not answer makes a temperror", async (t) => {
  const silent = createSocket("udp4");
  t.after(() => silent.close());
  silent.bind(0, "127.0.0.1");
  await once(silent, "listening");
  const dns = nodeDns({ servers: [`127.0.0.1:${silent.address().port}`], timeout: 50 });
  const { value } = await evaluateLive(dns, nothing, (resolve) => checkHost(mail("192.0.2.1"), resolve));
  assert.equal(value.result, "temperror");
});

test("dnslens spf --live says what it read, and when", (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const empty = mkdtempSync(join(folder, "empty-"));
  const args = ["spf", "--ip", "192.0.2.7", "--mail-from", "bob@example.net", "--format", "json"];
  const run = (more: readonly string[]) => {
    const { stdout } = spawnSync(process.execPath, [main, ...args, ...more], {
      cwd: empty,
      encoding: "utf8",
    });
    return JSON.parse(stdout);
  };
  assert.deepEqual(run([]).unknown, ["example.net"]);
  const live = run(["--live", "--server", address]);
  assert.deepEqual([live.result, live.mechanism], ["pass", "a:alias.example.net"]);
  assert.ok(live.live.every((one: { readAt: string }) => !Number.isNaN(Date.parse(one.readAt))));
});

test("check --live judges by what others publish, and says so; without it nothing is guessed", (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const zone = join(folder, "live.example.zone");
  writeFileSync(zone, '@ 300 IN TXT "v=spf1 include:host.example.net -all"\n');
  const run = (more: readonly string[]) =>
    spawnSync(process.execPath, [main, "check", zone, ...more], { encoding: "utf8" });
  const offline = run([]);
  assert.equal(offline.status, 0);
  assert.doesNotMatch(offline.stdout, /permerror|error +spf/);
  // RFC 7208 5.2: the included name exists and has no SPF record, so that the result is permerror.
  const { status, stdout } = run(["--live", "--server", address]);
  assert.equal(status, 1);
  assert.match(stdout, /host\.example\.net .*permerror.* \(live DNS, 20\d\d-.*: host\.example\.net\. TXT/);
});

test("explain --live says what the DNS said about names outside the file, and when", (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const zone = join(folder, "explained.example.zone");
  writeFileSync(zone, '@ 300 IN TXT "v=spf1 include:_spf.example.net -all"\n');
  const run = (more: readonly string[]) =>
    spawnSync(process.execPath, [main, "explain", `${zone}:1`, ...more], { encoding: "utf8" });
  assert.doesNotMatch(run([]).stdout, /198\.51\.100\.0\/24|live/);
  const { status, stdout } = run(["--live", "--server", address]);
  assert.equal(status, 0);
  assert.match(stdout, /198\.51\.100\.0\/24/);
  assert.match(stdout, /live: _spf\.example\.net TXT, records, read 20\d\d-\d\d-\d\dT/);
  const json = JSON.parse(run(["--live", "--server", address, "--format", "json"]).stdout);
  assert.ok(json.live.some(({ name }: { name: string }) => name === "_spf.example.net"));
});
