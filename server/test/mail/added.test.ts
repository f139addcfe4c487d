// Records that fixes add.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const HEAD =
  "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ 3600 MX 10 mx.example.net.\n";

function finding(text: string, id: string) {
  const zone = new ZoneDocument("file:///z.zone", text, { origin: "corp.net." });
  return { zone, found: findingsOf(zone).find(({ rule }) => rule.id === id) };
}

test("a DMARC record beside another text at its name gets the TTL of that one (RFC 2181 section 5.2)", () => {
  const { zone, found } = finding(`${HEAD}_dmarc 300 TXT "hello"\n`, "dmarc-missing");
  assert.ok(applyFix(zone, found?.fixes[0]));
  const ttls = zone.recordsAt("_dmarc.corp.net.").map(({ ttl }) => ttl);
  assert.deepEqual(ttls, [300, 300]);
});

test("an alias to the domain is offered for the policy's host only where the domain has an address", () => {
  const sts = '_mta-sts 3600 TXT "v=STSv1; id=1"\n';
  const without = finding(HEAD + sts, "mtasts-host-missing").found;
  const within = finding(`${HEAD}@ 3600 A 192.0.2.1\n${sts}`, "mtasts-host-missing").found;
  assert.deepEqual([without?.fixes.length, within?.fixes.length], [0, 1]);
});
