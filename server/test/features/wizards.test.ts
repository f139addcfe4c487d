import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { dateSerial, isLater, nextSerial } from "../../src/dns/serial.ts";
import { simulate } from "../../src/features/simulate.ts";
import { addDkim, freshSelector, readPastedKey, rotateDkim } from "../../src/features/wizards/dkim.ts";
import { addDmarc, raiseDmarc } from "../../src/features/wizards/dmarc.ts";
import { domainsOf } from "../../src/features/wizards/domains.ts";
import { type Outcome, WizardRefused } from "../../src/features/wizards/draft.ts";
import { newZone } from "../../src/features/wizards/newZone.ts";
import { markNotSending } from "../../src/features/wizards/parked.ts";
import { addSpf } from "../../src/features/wizards/spf.ts";
import { evenRsaKey } from "../../src/rules/dkim/exampleKeys.ts";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { edited, HEAD, marked, recordsOf, zone } from "./marked.ts";

const domain = "example.com.";
const NOW = Date.UTC(2026, 10, 25);

function after(document: ZoneDocument, outcome: Outcome): ZoneDocument {
  return zone(domain, edited(document, outcome.changes[document.uri] ?? []));
}

/** The records that the outcome adds. */
function news(document: ZoneDocument, outcome: Outcome): readonly string[] {
  const before = new Set(recordsOf(document));
  return recordsOf(after(document, outcome)).filter((record) => !before.has(record));
}

const SPF = {
  domain,
  includes: ["_spf.google.com"],
  addresses: ["198.51.100.0/24"],
  mailHosts: true,
} as const;

test("Add SPF: a new record behind those of the domain; what is there already is added to", () => {
  const { document } = marked(`${HEAD}www IN A 192.0.2.1\n`);
  const outcome = addSpf(document, { ...SPF, everyoneElse: "softfail" });
  assert.deepEqual(outcome.shown, [
    '@\tIN\tTXT\t"v=spf1 mx ip4:198.51.100.0/24 include:_spf.google.com ~all"',
  ]);
  assert.equal(after(document, outcome).text().split("\n")[4], outcome.shown[0]);

  const there = marked(`${HEAD}@ IN TXT "v=spf1 mx -all"\n`).document;
  assert.deepEqual(addSpf(there, { ...SPF, everyoneElse: "fail" }).shown, [
    '@ IN TXT "v=spf1 mx ip4:198.51.100.0/24 include:_spf.google.com -all"',
  ]);
  const same = { domain, includes: [], addresses: [], mailHosts: true, everyoneElse: "fail" } as const;
  assert.throws(() => addSpf(there, same), WizardRefused);
});

test("Add SPF: what is no address and no name is refused, in an empty file the record is the first line", () => {
  const empty = zone(domain, "");
  const base = { domain, includes: [], addresses: [], mailHosts: false, everyoneElse: "fail" } as const;
  for (const address of ["198.51.100.300", "1.2.3.4/33", "host", ""])
    assert.throws(() => addSpf(empty, { ...base, addresses: [address] }), WizardRefused, address);
  for (const include of ["a b", "x", 'a".example', "include:a.example"])
    assert.throws(() => addSpf(empty, { ...base, includes: [include] }), WizardRefused, include);
  assert.equal(after(empty, addSpf(empty, base)).text(), '@\tIN\tTXT\t"v=spf1 -all"\n');
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
const spki = rsa.publicKey.export({ type: "spki", format: "der" }).toString("base64");

/** RFC 4253 section 6.6: each part with its length before it. */
function sshLine(key: KeyObject): string {
  const { e = "", n = "" } = key.export({ format: "jwk" });
  const parts = [
    Buffer.from("ssh-rsa"),
    Buffer.from(e, "base64url"),
    Buffer.concat([Buffer.of(0), Buffer.from(n, "base64url")]),
  ];
  const octets = parts.flatMap((part) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(part.length);
    return [size, part];
  });
  return `ssh-rsa ${Buffer.concat(octets).toString("base64")} someone@example.com`;
}

test("a public key is read in every form that people have at hand", () => {
  const pkcs1 = rsa.publicKey.export({ type: "pkcs1", format: "pem" }).toString();
  const opendkim = `s1._domainkey\tIN\tTXT\t( "v=DKIM1; k=rsa; "\n\t  "p=${spki.slice(0, 200)}"\n\t  "${spki.slice(200)}" )  ; ----- DKIM key s1 for example.com`;
  const forms = [
    pem,
    pkcs1,
    spki,
    spki.replace(/(.{64})/g, "$1\n"),
    sshLine(rsa.publicKey),
    opendkim,
    `v=DKIM1; k=rsa; p=${spki}`,
    `"v=DKIM1; p=${spki}"`,
  ];
  for (const form of forms) assert.deepEqual(readPastedKey(form), { k: "rsa", p: spki, bits: 2048 }, form);
});

test("Ed25519 is published as its 32 bare octets (RFC 8463 section 4.2)", () => {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
  assert.deepEqual(readPastedKey(publicKey.export({ type: "spki", format: "pem" }).toString()), {
    k: "ed25519",
    p: raw,
    bits: 256,
  });
  assert.deepEqual(readPastedKey(raw), { k: "ed25519", p: raw, bits: 256 });
});

test("a private key, half a key and no key are refused in words", () => {
  const secret = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  assert.throws(() => readPastedKey(secret), /private key/);
  assert.throws(() => readPastedKey(secret.replace(/-----.*-----/g, "")), /private key/);
  assert.throws(() => readPastedKey(spki.slice(0, 200)), /cut off/);
  assert.throws(() => readPastedKey("hello world"), WizardRefused);
  // RFC 8463 appendix A prints the private half; no modulus is even (RFC 8017 section 3.1).
  assert.throws(() => readPastedKey("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), /anybody can sign/);
  assert.throws(() => readPastedKey(evenRsaKey(2048)), /No key has such numbers \(even\)/);
  assert.throws(() => readPastedKey(""), WizardRefused);
});

test("Add DKIM key: split at 255 octets, read back as the same key; a selector in use is refused", () => {
  const { document } = marked(HEAD);
  const key = readPastedKey(pem);
  const outcome = addDkim(document, { domain, selector: "s1", key });
  assert.deepEqual(
    after(document, outcome)
      .recordsAt("s1._domainkey.example.com.", "TXT")
      .map(({ text }) => text?.text),
    [`v=DKIM1; k=rsa; p=${spki}`],
  );
  assert.throws(() => addDkim(after(document, outcome), { domain, selector: "s1", key }), WizardRefused);
  assert.throws(() => addDkim(document, { domain, selector: "s 1", key }), WizardRefused);
});

test("Rotate DKIM selector: the new key beside the old, which is withdrawn only where that is asked for", () => {
  const { document } = marked(
    `${HEAD}old._domainkey IN TXT "v=DKIM1; p=${spki.slice(0, 200)}" "${spki.slice(200)}"\n`,
  );
  const answers = { domain, oldSelector: "old", selector: "new", key: readPastedKey(pem) };
  const kept = after(document, rotateDkim(document, { ...answers, revoke: false }));
  assert.equal(kept.recordsAt("old._domainkey.example.com.")[0]?.text?.text, `v=DKIM1; p=${spki}`);
  assert.equal(kept.recordsAt("new._domainkey.example.com.").length, 1);
  const gone = after(document, rotateDkim(document, { ...answers, revoke: true }));
  assert.equal(gone.recordsAt("old._domainkey.example.com.")[0]?.text?.text, "v=DKIM1; p=");
  assert.throws(() => rotateDkim(document, { ...answers, selector: "old", revoke: false }), WizardRefused);
  assert.equal(freshSelector(NOW), "s20261125");
});

test("Add DMARC: the record, and the permission in the other zone of the workspace (RFC 9990 section 4)", () => {
  const { documents, document, workspace } = marked(HEAD, {
    "reports.example.": "@ 60 IN SOA a b 1 2 3 4 5\n",
  });
  const lookup = workspace.lookupFrom(document.uri);
  const outcome = addDmarc(
    documents,
    { domain, p: "none", reports: ["dmarc@example.com", "x@reports.example"] },
    lookup,
  );
  assert.deepEqual(outcome.shown, [
    '_dmarc\tIN\tTXT\t"v=DMARC1; p=none; rua=mailto:dmarc@example.com,mailto:x@reports.example"',
    'example.com._report._dmarc\tIN\tTXT\t"v=DMARC1"',
  ]);
  const elsewhere = addDmarc(
    documents,
    { domain, p: "reject", sp: "none", reports: ["x@other.example"] },
    lookup,
  );
  assert.match(elsewhere.notes.join(), /other\.example has to publish/);
  assert.match(elsewhere.shown[0] ?? "", /p=reject; sp=none/);
  assert.throws(
    () => addDmarc(documents, { domain, p: "none", reports: ["no address"] }, lookup),
    WizardRefused,
  );
});

test("Raise DMARC policy: one step at a time, a policy in testing is put in force first", () => {
  const raised = (text: string) => {
    const { document } = marked(`${HEAD}_dmarc IN TXT "${text}"\n`);
    return raiseDmarc(document, domain).shown[0];
  };
  assert.equal(
    raised("v=DMARC1; p=none; rua=mailto:a@example.com"),
    '_dmarc IN TXT "v=DMARC1; p=quarantine; rua=mailto:a@example.com"',
  );
  assert.equal(raised("v=DMARC1; p=quarantine"), '_dmarc IN TXT "v=DMARC1; p=reject"');
  assert.equal(raised("v=DMARC1; p=reject; t=y"), '_dmarc IN TXT "v=DMARC1; p=reject; t=n"');
  assert.throws(() => raised("v=DMARC1; p=reject"), WizardRefused);
  assert.throws(() => raised("v=DMARC1; p=rejct"), WizardRefused);
  assert.throws(() => raised("v=DMARC1; p=none; P=reject"), /stands twice/);
  assert.throws(() => raised('v=DMARC1; p=none"\n_dmarc IN TXT "v=DMARC1; p=quarantine'), /more than one/);
});

test("Mark domain as not sending mail: nothing of mail is left to find fault with", () => {
  const { document } = marked(
    `${HEAD}@ IN TXT "v=spf1 mx ~all"\n_dmarc IN TXT "v=DMARC1; p=none; rua=mailto:a@example.com"\n`,
  );
  const outcome = markNotSending(document, { domain, receivesNone: true });
  assert.deepEqual([...news(document, outcome)].sort(), [
    '*._domainkey.example.com. 3600 IN TXT "v=DKIM1; p=" v=DKIM1; p=',
    '_dmarc.example.com. 3600 IN TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:a@example.com" v=DMARC1; p=reject; sp=reject; rua=mailto:a@example.com',
    "example.com. 3600 IN MX 0 .",
    'example.com. 3600 IN TXT "v=spf1 -all" v=spf1 -all',
  ]);
  const { document: other } = marked(
    `${HEAD}_dmarc IN TXT "v=DMARC1; p=none; psd=n; t=y; ruf=mailto:a@example.com"\n`,
  );
  const kept = after(other, markNotSending(other, { domain, receivesNone: true }));
  assert.equal(
    kept.recordsAt("_dmarc.example.com.")[0]?.text?.text,
    "v=DMARC1; p=reject; sp=reject; psd=n; ruf=mailto:a@example.com",
  );
  const { document: aliased } = marked(`${HEAD}_dmarc IN CNAME d.example.net.\n`);
  assert.throws(() => markNotSending(aliased, { domain, receivesNone: true }), /is an alias/);
  // Done once, it is done.
  assert.deepEqual(markNotSending(after(document, outcome), { domain, receivesNone: true }).changes, {});
});

test("New zone file: it loads, and nothing in it is an error", () => {
  const text = newZone(
    {
      origin: "example.com",
      nameServers: ["ns1.example.net.", "ns2.example.net."],
      contact: "dns.team@example.net",
    },
    NOW,
  );
  const document = zone(domain, text);
  assert.equal(
    recordsOf(document)[0],
    "example.com. 3600 IN SOA ns1.example.net. dns\\.team.example.net. 2026112501 7200 3600 1209600 300",
  );
  assert.deepEqual(
    findingsOf(document)
      .filter(({ severity }) => severity === "error")
      .map(({ rule }) => rule.id),
    [],
  );
  assert.throws(
    () => newZone({ origin: "", nameServers: ["a"], contact: "a@b.example" }, NOW),
    WizardRefused,
  );
  assert.throws(
    () => newZone({ origin: "a.example", nameServers: [], contact: "a@b.example" }, NOW),
    WizardRefused,
  );
  assert.throws(
    () => newZone({ origin: "a.example", nameServers: ["ns"], contact: "nobody" }, NOW),
    WizardRefused,
  );
});

test("serials go on in their own style, and always later (RFC 1982)", () => {
  assert.equal(nextSerial(2026112401, NOW), 2026112501);
  assert.equal(nextSerial(2026112501, NOW), 2026112502);
  assert.equal(nextSerial(2099010101, NOW), 2099010102);
  assert.equal(nextSerial(42, NOW), 43);
  assert.equal(nextSerial(4_294_967_295, NOW), 1);
  assert.equal(nextSerial(1_790_000_000, NOW), Math.floor(NOW / 1000));
  assert.equal(dateSerial(NOW), 2026112501);
  assert.ok(isLater(1, 4_294_967_295) && !isLater(4_294_967_295, 1) && !isLater(7, 7));
});

test("the domains of a workspace, with what a wizard asks about them", () => {
  const { documents } = marked(
    `${HEAD}@ IN MX 10 ns1\n@ IN TXT "v=spf1 mx -all"\n_dmarc IN TXT "v=DMARC1; p=quarantine"\na._domainkey IN TXT "v=DKIM1; p="\nb._domainkey IN CNAME b.example.net.\n_spf IN TXT "v=spf1 -all"\n`,
  );
  assert.deepEqual(
    domainsOf(documents).map(({ uri, ...facts }) => facts),
    [{ domain: "example.com", spf: true, dmarc: "quarantine", selectors: ["a", "b"], receives: true }],
  );
});

test("a simulated sender: verdict, and where the term that decided stands", () => {
  const { documents, document, workspace } = marked(`${HEAD}@ IN TXT "v=spf1 ip4:198.51.100.0/24 -all"\n`);
  const lookup = workspace.lookupFrom(document.uri);
  const pass = simulate(documents, lookup, { ip: "198.51.100.7", mailFrom: "a@example.com", helo: "" }, NOW);
  assert.deepEqual([pass.result, pass.mechanism], ["pass", "ip4:198.51.100.0/24"]);
  const range = pass.place?.range;
  assert.ok(range);
  assert.equal(
    document.slice(document.offsetAt(range.start), document.offsetAt(range.end)),
    "ip4:198.51.100.0/24",
  );
  assert.equal(
    simulate(documents, lookup, { ip: "2001:db8::1", mailFrom: "example.com", helo: "" }, NOW).result,
    "fail",
  );
  assert.throws(
    () => simulate(documents, lookup, { ip: "x", mailFrom: "a@example.com", helo: "" }, NOW),
    WizardRefused,
  );
});

test("a simulated sender of an internationalized domain, and one whose zone escapes an octet", () => {
  const document = new ZoneDocument(
    "file:///xn--mller-kva.example.zone",
    '$ORIGIN xn--mller-kva.example.\n@ TXT "v=spf1 ip4:198.51.100.7 -all"\nq\\"t TXT "v=spf1 ip4:198.51.100.8 -all"\n',
  );
  const workspace = new Workspace();
  workspace.update(document);
  const lookup = workspace.lookupFrom(document.uri);
  const of = (ip: string, mailFrom: string) => simulate([document], lookup, { ip, mailFrom, helo: "" }, NOW);
  assert.equal(of("198.51.100.7", "a@m\u00fcller.example").result, "pass");
  assert.equal(of("198.51.100.8", 'a@q"t.xn--mller-kva.example').place?.range.start.line, 2);
});
