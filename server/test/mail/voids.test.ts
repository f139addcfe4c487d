// Lookups in vain (RFC 7208 section 4.6.4): who is told, and that a fix edits the record in which it stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explainRecord } from "../../src/features/hover.ts";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const HEAD = `$ORIGIN acme.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 3600
@ NS ns1
ns1 A 8.8.9.9
`;

function zone(text: string): ZoneDocument {
  return new ZoneDocument("file:///acme.com.zone", HEAD + text, { origin: "acme.com." });
}

test("the third lookup in vain in an included record: the fix deletes the two of the domain's own record", () => {
  const document = zone(`@ TXT "v=spf1 a:gone1.acme.com a:gone2.acme.com include:_spf.acme.com -all"
_spf TXT "v=spf1 ip4:8.8.4.4 a:gone3.acme.com -all"
`);
  const finding = findingsOf(document).find(({ rule }) => rule.id === "spf-too-many-void");
  const [fix] = finding?.fixes ?? [];
  const after = document.withText(document.text());
  applyFix(after, fix);
  const texts = [...after.records()].flatMap(({ text }) => (text === undefined ? [] : [text.text]));
  assert.deepEqual(texts, ["v=spf1 include:_spf.acme.com -all", "v=spf1 ip4:8.8.4.4 a:gone3.acme.com -all"]);
});

// Each evaluation of an include counts anew: 2 + 2 by RFC 7208 section 4.6.4, and the third ends the check.
test("a record that two others include is in vain twice", () => {
  const document = zone(`@ TXT "v=spf1 include:_a.acme.com include:_b.acme.com ip4:8.8.4.4 -all"
_a TXT "v=spf1 include:_c.acme.com -all"
_b TXT "v=spf1 include:_c.acme.com -all"
_c TXT "v=spf1 ip4:8.8.4.1 a:g1.acme.com a:g2.acme.com -all"
`);
  const found = findingsOf(document).filter(({ rule }) => rule.id === "spf-too-many-void");
  assert.equal(found.length, 1);
  const [finding] = found;
  assert.match(finding?.message ?? "", /^4 lookups in vain in a check of acme\.com;/);
  assert.deepEqual(finding?.fixes, []);
  const once = zone(
    '@ TXT "v=spf1 include:_c.acme.com -all"\n_c TXT "v=spf1 a:g1.acme.com a:g2.acme.com -all"\n',
  );
  assert.ok(!findingsOf(once).some(({ rule }) => rule.id === "spf-too-many-void"));
});

const MIXED = `@ A 8.8.4.4
@ MX 10 mail
mail A 8.8.4.5
@ TXT "v=spf1 a mx a:gone.acme.com ip6:2a00:1450::/64 -all"
`;

function hover(document: ZoneDocument): string {
  const workspace = new Workspace();
  workspace.update(document);
  const record = document.recordsAt("acme.com.", "TXT")[0];
  assert.ok(record !== undefined);
  return explainRecord(record, workspace.lookupFrom(document.uri));
}

test("two hosts without IPv6 and one that is gone: permerror for senders on IPv6", () => {
  const document = zone(MIXED);
  const ids = findingsOf(document).map(({ rule }) => rule.id);
  assert.ok(ids.includes("spf-void-ipv6-only"));
  assert.ok(!ids.includes("spf-too-many-void"));
  assert.match(hover(document), /`ip6:2a00:1450::\/64`: never reached/);
});

test("a redirect says whom the record that it leads to lets pass", () => {
  const document = zone('@ TXT "v=spf1 redirect=_spf.acme.com"\n_spf TXT "v=spf1 ip4:8.8.4.4 -all"\n');
  assert.match(hover(document), /→ `redirect=_spf\.acme\.com`: .*decides: `8\.8\.4\.4` \(one IPv4 address\)/);
  assert.doesNotMatch(hover(document), /never reached/);
});

test("a term in vain is deleted unasked only where no result hangs on it", () => {
  const isSafe = (text: string) =>
    findingsOf(zone(text)).find(({ rule }) => rule.id === "spf-a-void")?.fixes[0]?.safe;
  assert.equal(isSafe('@ TXT "v=spf1 a:gone.acme.com ip4:8.8.4.4 -all"\n'), true);
  // Without it senders on IPv6 would pass, who get a permerror now.
  assert.equal(isSafe(MIXED), false);
  const included =
    '_s TXT "v=spf1 a:gone.acme.com ip4:8.8.4.4 -all"\n@ TXT "v=spf1 a:g.acme.com include:_s.acme.com -all"\n';
  const only = findingsOf(zone(included)).filter(({ rule }) => rule.id === "spf-a-void");
  assert.deepEqual(
    only.map(({ fixes }) => fixes[0]?.safe),
    [false, true],
  );
});

test("deleting the domain's own terms is offered where that is enough", () => {
  const fixes = (own: string, included: string) =>
    findingsOf(
      zone(`@ TXT "v=spf1 ${own} include:_spf.acme.com -all"\n_spf TXT "v=spf1 ${included} -all"\n`),
    ).find(({ rule }) => rule.id === "spf-too-many-void")?.fixes.length;
  const gone = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, i) => `a:${prefix}${i}.acme.com`).join(" ");
  assert.equal(fixes(gone(2, "g"), gone(2, "h")), 1);
  assert.equal(fixes(gone(2, "g"), gone(3, "h")), 0);
});

test("a term of an included record whose check alone has too few IPv6 hosts says whose check has", () => {
  const hosts = "a A 8.8.4.1\nb A 8.8.4.2\nc A 8.8.4.3\n";
  const all = findingsOf(
    zone(
      `${hosts}@ TXT "v=spf1 a:a.acme.com a:b.acme.com include:_s.acme.com -all"\n_s TXT "v=spf1 a:c.acme.com -all"\n`,
    ),
  );
  const found = all.filter(({ rule }) => rule.id === "spf-void-ipv6-only");
  assert.deepEqual(
    found.map(({ message }) => message),
    ["3 hosts have no IPv6 address in a check of acme.com: receivers answer permerror to senders on IPv6"],
  );
});
