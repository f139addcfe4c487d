import assert from "node:assert/strict";
import { test } from "node:test";
import { lookupIn } from "../src/dns/lookup.ts";
import { explainMx } from "../src/features/hover/mx.ts";
import { explainSpfTerm } from "../src/features/hover/spfTerm.ts";
import { explainRecord } from "../src/features/hover.ts";
import { Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const URI = "file:///example.com.zone";

function read(zone: string) {
  const document = new ZoneDocument(URI, zone, { origin: "example.com." });
  const workspace = new Workspace();
  workspace.update(document);
  return { document, lookup: workspace.lookupFrom(URI) };
}

/** What is said about the term that `part` stands in, and where it stands. */
function onTerm(zone: string, part: string): { readonly said: string; readonly at: string } {
  const { document, lookup } = read(zone);
  const offset = zone.indexOf(part);
  const record = document.recordAt(offset);
  assert.ok(record !== undefined);
  const found = explainSpfTerm(record, offset, lookup);
  assert.ok(found !== undefined);
  return { said: found.markdown, at: document.slice(found.span.start, found.span.end) };
}

function onRecord(zone: string): string {
  const { document, lookup } = read(zone);
  const [record] = document.records();
  assert.ok(record !== undefined);
  return explainRecord(record, lookup);
}

test("a network says how many addresses it holds: a /24 has 2^8", () => {
  const { said, at } = onTerm('@ TXT "v=spf1 ip4:198.51.100.0/24 -all"', "ip4:");
  assert.equal(at, "ip4:198.51.100.0/24");
  assert.match(said, /256 IPv4 addresses may send \(pass\)/);
});

test("an address inside an earlier network adds nothing (RFC 7208 4.6.2: the first match decides)", () => {
  const { said } = onTerm('@ TXT "v=spf1 ip4:198.51.100.0/24 mx ip4:198.51.100.7 -all"', "ip4:198.51.100.7");
  assert.match(said, /adds nothing/);
});

test("of a network that is half known, the new half is counted: a /23 is two /24", () => {
  const { said } = onTerm(
    '@ TXT "v=spf1 ip4:198.51.100.0/24 ip4:198.51.100.0/23 -all"',
    "ip4:198.51.100.0/23",
  );
  assert.match(said, /512 IPv4 addresses/);
  assert.match(said, /256 IPv4 addresses of them are new/);
});

test("a host of the zone is named with its address, an include from elsewhere is not guessed", () => {
  const zone =
    '@ TXT "v=spf1 a:mail.example.com include:_spf.google.com ~all"\nmail A 192.0.2.7\nmail AAAA 2001:db8::7\n';
  assert.match(onTerm(zone, "a:mail").said, /`192\.0\.2\.7`.*costs 1 lookup/s);
  assert.match(onTerm(zone, "include:").said, /Google.*not known here.*at least 1 lookup/s);
  assert.match(onTerm(zone, "~all").said, /everyone whom no term before it names/);
});

test("a broken term says what it costs: the whole record (RFC 7208 4.6)", () => {
  assert.match(onTerm('@ TXT "v=spf1 ip4:198.51.100.300 -all"', "ip4:").said, /permerror/);
});

test("a term in the second string is found where it stands", () => {
  const { at } = onTerm('@ TXT "v=spf1 mx " "ip4:198.51.100.0/24 -all"', "ip4:");
  assert.equal(at, "ip4:198.51.100.0/24");
});

test("a selector's CNAME tells who keeps the key, and whether it is the right one", () => {
  const said = onRecord("k2._domainkey CNAME dkim2.mcsv.net.\n");
  assert.match(said, /DKIM key k2 for example\.com: kept by Mailchimp/);
  assert.match(said, /`s=k2; d=example\.com`/);
  assert.match(onRecord("k2._domainkey CNAME dkim3.mcsv.net.\n"), /another selector/);
  assert.match(onRecord("s9._domainkey CNAME key.mail.example.org.\n"), /kept elsewhere/);
});

// RFC 5321 section 5.1: the lowest preference first, and those that are equal in any order.
test("hosts of one preference share the mail, none of them comes first", () => {
  const place = (preferences: readonly number[]) => {
    const mx = preferences.map((preference, i) => `@ 3600 MX ${preference} mx${i}.example.net.\n`).join("");
    const zone = new ZoneDocument("file:///z.zone", mx, { origin: "corp.net." });
    return zone
      .recordsAt("corp.net.")
      .map((record) => /preference `\d+`: (.*?);/.exec(explainMx(record, lookupIn([zone])) ?? "")?.[1]);
  };
  assert.deepEqual(place([10]), ["the only host for it"]);
  assert.deepEqual(place([10, 10]), Array(2).fill("shares the mail with one other host"));
  assert.deepEqual(place([10, 20]), ["tried first of 2 hosts", "tried after the other host"]);
  assert.deepEqual(place([5, 5, 7, 7]), [
    ...Array(2).fill("tried first of 4 hosts, together with one other host"),
    ...Array(2).fill("tried after 2 of 4 hosts, together with one other host"),
  ]);
});
