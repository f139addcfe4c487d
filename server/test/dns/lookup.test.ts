import assert from "node:assert/strict";
import { test } from "node:test";
import { lookupIn } from "../../src/dns/lookup.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const ZONE = `$ORIGIN example.com.
@ 3600 IN SOA ns1.example.com. hostmaster.example.com. 1 7200 3600 1209600 3600
@ NS ns1
ns1 A 192.0.2.53
* A 192.0.2.1
host A 192.0.2.2
host MX 10 host
a.deep.tree A 192.0.2.3
sub NS ns.sub
ns.sub A 192.0.2.54
_spf.*.odd TXT "v=spf1 -all"
moved DNAME example.net.
`;

const FRAGMENT = `$ORIGIN example.org.
www 3600 IN A 192.0.2.80
`;

const lookup = lookupIn([new ZoneDocument("a.zone", ZONE), new ZoneDocument("b.zone", FRAGMENT)]);

function count(name: string, type: string): number | undefined {
  return lookup(name, type)?.length;
}

// Expectations from RFC 1034 section 4.3.2 and RFC 4592 section 2.2.1.
test("answers as a name server of the zone would", () => {
  assert.equal(count("host.example.com.", "A"), 1);
  assert.equal(count("host.example.com.", "TXT"), 0);
  assert.equal(count("example.com.", "TXT"), 0);
});

test("a wildcard answers for names that do not exist, and only for them", () => {
  assert.equal(count("nobody.example.com.", "A"), 1);
  assert.equal(count("not.there.example.com.", "A"), 1);
  assert.equal(count("nobody.example.com.", "MX"), 0);
  assert.equal(count("host.example.com.", "AAAA"), 0);
  assert.equal(count("x.host.example.com.", "A"), 0);
  assert.equal(count("tree.example.com.", "A"), 0, "an empty non-terminal exists");
  assert.equal(count("x.deep.tree.example.com.", "A"), 0);
});

test("what is delegated or renamed away is not known", () => {
  assert.equal(count("www.sub.example.com.", "A"), undefined);
  assert.equal(count("sub.example.com.", "TXT"), undefined);
  assert.equal(count("www.moved.example.com.", "A"), undefined);
});

test("outside a zone only what is written is known", () => {
  assert.equal(count("www.example.org.", "A"), 1);
  assert.equal(count("www.example.org.", "AAAA"), undefined);
  assert.equal(count("example.net.", "TXT"), undefined);
});

test("below a cut the child's zone answers, and of two versions of a zone the first", () => {
  const head = "3600 IN SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600";
  const zone = (uri: string, text: string) => new ZoneDocument(uri, text);
  const parent = zone(
    "p.zone",
    `$ORIGIN example.com.\n@ ${head}\nsub NS ns.sub\nsub TXT "stale"\nns.sub A 192.0.2.54\n`,
  );
  const child = zone(
    "c.zone",
    `$ORIGIN sub.example.com.\n@ ${head}\n@ NS ns\nns A 192.0.2.55\n@ TXT "new"\n`,
  );
  const other = zone(
    "o.zone",
    `$ORIGIN sub.example.com.\n@ ${head}\n@ NS ns\nextra A 192.0.2.56\n@ TXT "old"\n`,
  );
  const both = lookupIn([parent, child, other]);
  const texts = (name: string) => both(name, "TXT")?.map(({ text }) => text?.text);
  assert.deepEqual(texts("sub.example.com."), ["new"]);
  assert.deepEqual(
    both("ns.sub.example.com.", "A")?.map(({ rdata }) => rdata.canonical),
    ["192.0.2.55"],
  );
  assert.deepEqual(both("extra.sub.example.com.", "A"), []);
});
