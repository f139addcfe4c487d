import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { policiesOf } from "../policies.ts";

const ZONE = `$TTL 3600
@ SOA ns h 1 7200 3600 1209600 3600
@ MX 10 mx1
mx1 A 192.0.2.1
_mta-sts TXT "v=STSv1; id=1"
`;

function mismatch(mode: string) {
  const workspace = new Workspace();
  const path = "mta-sts.example.com/.well-known/mta-sts.txt";
  const text = `version: STSv1\nmode: ${mode}\nmx: mail.example.com\nmax_age: 604800\n`;
  workspace.setPolicyFiles(policiesOf({ [path]: text }));
  const document = new ZoneDocument("file:///example.com.zone", ZONE, { origin: "example.com." });
  workspace.update(document);
  const found = workspace
    .findings(document.uri)
    .filter(({ rule }) => rule.id === "mtasts-policy-mx-mismatch");
  return found.map(({ severity }) => severity);
}

// RFC 8461 section 5: with "testing" mail is delivered, and the failure reported. Section 3.2 knows three modes.
test("what a host costs that the policy does not name depends on its mode", () => {
  assert.deepEqual(mismatch("enforce"), ["error"]);
  assert.deepEqual(mismatch("testing"), ["warning"]);
  assert.deepEqual(mismatch("none"), []);
  assert.deepEqual(mismatch("strict"), []);
});
