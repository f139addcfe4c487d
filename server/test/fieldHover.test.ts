// What a hover says about records of any type and about each of their fields.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainToken } from "../src/features/hover/token.ts";
import { explainRecord } from "../src/features/hover.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const EVERY = readFileSync(new URL("../../test-fixtures/zone/types/every.zone", import.meta.url), "utf8");
// The key of RFC 4034 section 5.4, whose tag stands there: 60485.
const RFC_KEY =
  "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==";

function recordIn(zone: string) {
  const document = new ZoneDocument("file:///example.com.zone", zone, { origin: "example.com." });
  const [record] = document.records();
  assert.ok(record);
  return record;
}

/** What the hover says about the one record of a zone. */
function explained(zone: string): string {
  return explainRecord(recordIn(zone), () => undefined);
}

/** What it says about the text at the first place where `part` stands behind the type. */
function explainedAt(zone: string, part: string): string {
  const record = recordIn(zone);
  const offset = zone.indexOf(part, record.typeSpan.end);
  assert.ok(offset > 0, part);
  return explainToken(record, offset + 1, () => undefined)?.markdown ?? "";
}

function says(hovered: string, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(hovered.includes(part), `\`${part}\` is not in:\n${hovered}`);
}

test("SOA: the mailbox, the serial as a date, the timers in words", () => {
  const zone = "@ 1h SOA ns host\\.master 2026112503 7200 900 1209600 300";
  says(
    explained(zone),
    "**example.com is a zone, kept at ns.example.com**",
    "`host.master@example.com`",
    "25 November 2026, change 3",
    "refresh `7200`: 2 hours",
    "retry `900`: 15 minutes",
    "expire `1209600`: 2 weeks",
    "minimum `300`: 5 minutes",
    "TTL 1 hour",
    "RFC 1035 3.3.13",
  );
  says(explainedAt(zone, "900 "), "15 minutes", "RFC 1035 3.3.13");
  // 1700000000 seconds after 1970 began (date -u -d @1700000000).
  says(explained("@ SOA ns admin 1700000000 1 2 3 4"), "14 November 2023, 22:13 UTC, if it counts seconds");
});

test("What a record does where a value turns it around", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["@ MX 10 mail", "**Mail for example.com goes to mail.example.com**"],
    ["@ MX 0 .", "**example.com accepts no mail**"],
    ["_sip._tcp SRV 1 1 5060 sip", "is served by sip.example.com, port 5060"],
    ["_sip._tcp SRV 0 0 0 .", "does not exist**"],
    ["@ HTTPS 0 www.example.net.", "**The web server of example.com is described at www.example.net**"],
    ["@ HTTPS 1 . alpn=h2", "is reached at the name itself**"],
    ['@ CAA 0 issue "ca.example.net; a=b"', "**ca.example.net may issue certificates for example.com**"],
    ['@ CAA 0 issue ";"', "**Nobody may issue certificates for example.com**"],
    ['@ CAA 128 issuewild ";"', "**Nobody may issue wildcard certificates for example.com**"],
    ["@ CDS 0 0 0 00", "asks its parent to stop securing it**"],
    ["www CNAME web.example.net.", "**www.example.com is another name for web.example.net**"],
    ["www A 192.0.2.300", "**This A record is broken: name servers refuse it**"],
    ["@ TYPE65400 \\# 1 00", "has data of the unknown type TYPE65400**"],
  ];
  for (const [zone, headline] of cases) says(explained(zone), headline);
});

test("DNSKEY: its tag, its bits, what it is for (RFC 4034 5.4, RFC 3110)", () => {
  const zone = `@ DNSKEY 256 3 5 ${RFC_KEY}`;
  // 128 octets of modulus behind one octet of exponent.
  says(explained(zone), "zone signing key 60485", "key tag **60485**", "1024 bits", "RSA/SHA-1");
  says(explainedAt(zone, "256"), "zone signing key (ZSK)");
});

test("TLSA, RRSIG and LOC: numbers, times and places in words", () => {
  says(explained("_25._tcp TLSA 3 1 1 00"), "DANE-EE", "its public key", "by its SHA-256");
  const signature = "www RRSIG A 13 3 300 20300102030405 20200101000000 1 example.com. AAAA";
  says(explained(signature), "2 January 2030, 03:04 UTC", "original ttl `300`: 5 minutes", "ECDSA P-256");
  // 52° 22' 30" is 52.375 degrees.
  says(explained("@ LOC 52 22 30 N 4 45 0 W 0m"), "52.37500°", "-4.75000°");
});

test("every field of every type has something to say, and its RFC", () => {
  const document = new ZoneDocument("file:///every.zone", EVERY);
  for (const record of document.records()) {
    if (record.text !== undefined || /^TYPE/.test(record.type) || record.type === "NULL") continue;
    assert.match(
      explainRecord(record, () => undefined),
      /^\*\*[^*]+\*\*\n/,
      record.type,
    );
    for (const field of record.rdata.fields) {
      if (field.start === field.end) continue;
      const token = explainToken(record, field.start, () => undefined);
      assert.match(
        token?.markdown ?? "",
        / · |\n\n[A-Z0-9-]+, (?:RFC|IANA|ATM|draft)/,
        `${record.type} ${field.name}`,
      );
    }
  }
});

test("a text that proves who runs a domain says to whom, and what follows", () => {
  says(
    explained('@ 3600 TXT "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ"'),
    "**example.com proves to Google who runs it**",
    "may manage example.com there",
  );
  says(explained('@ 3600 TXT "MS=ms12345678"'), "proves to Microsoft 365");
  says(explained('_github-challenge-acme 3600 TXT "1b2c3d4e5f"'), "**example.com proves to GitHub");
  says(explained('@ 3600 TXT "newservice-domain-verification=abc"'), "**example.com proves to a service");
  // RFC 8555 section 8.4: the base64url of a SHA-256 digest.
  says(
    explained(`_acme-challenge.www 300 TXT "${"A".repeat(43)}"`),
    "A certificate authority may issue for www.example.com",
    "RFC 8555 8.4",
  );
  for (const text of ["hello world", "google-site-verification=", "a verified account", "docusign"])
    says(explained(`@ 3600 TXT "${text}"`), "carries a text");
});
