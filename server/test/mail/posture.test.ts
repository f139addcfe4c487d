import assert from "node:assert/strict";
import { test } from "node:test";
import { explainPosture } from "../../src/features/hover/posture.ts";
import { postureOf, selectorsIn } from "../../src/mail/posture.ts";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const SOA = "@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n";

function posture(zone: string) {
  const document = new ZoneDocument("file:///example.com.zone", zone, { origin: "example.com." });
  const workspace = new Workspace();
  workspace.update(document);
  const selectors = selectorsIn("example.com.", document.records());
  return postureOf("example.com.", workspace.lookupFrom(document.uri), selectors);
}

/** "spf present" and so on, as many as are asked for. */
function states(zone: string, ...topics: readonly string[]): readonly string[] {
  const { items } = posture(zone);
  return items.filter(({ topic }) => topics.includes(topic)).map(({ topic, state }) => `${topic} ${state}`);
}

const EVERY = ["spf", "dkim", "dmarc", "mta-sts", "tls-rpt", "bimi", "null-mx"];

test("a domain with everything", () => {
  const zone = `${SOA}@ MX 10 mail
mail A 192.0.2.25
@ TXT "v=spf1 mx -all"
s1._domainkey CNAME s1.example.net.
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
_mta-sts TXT "v=STSv1; id=1"
mta-sts A 192.0.2.50
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.net"
default._bimi TXT "v=BIMI1; l=https://example.com/l.svg; a=https://example.com/l.pem"
`;
  assert.equal(posture(zone).use, "mail");
  assert.deepEqual(
    states(zone, ...EVERY),
    EVERY.map((topic) => `${topic} ${topic === "null-mx" ? "missing" : "present"}`),
  );
  assert.equal(posture(zone).items.at(-1)?.needed, false);
});

test("what is absent is missing in a whole zone, and unknown in a part of one", () => {
  const zone = "@ MX 10 mail\nmail A 192.0.2.25\n";
  assert.deepEqual(
    states(SOA + zone, ...EVERY),
    EVERY.map((topic) => `${topic} missing`),
  );
  assert.deepEqual(
    states(zone, ...EVERY),
    EVERY.map((topic) => `${topic} ${topic === "null-mx" ? "missing" : "unknown"}`),
  );
});

test("every item says what is the case, what happens without it and what to write", () => {
  for (const { says, without, add } of posture(SOA).items) {
    for (const sentence of [says, without, add]) assert.match(sentence, /^\S.*\.$/s);
  }
});

test("a parked domain needs the null MX, `-all` and reject, and no keys", () => {
  const zone = `${SOA}@ MX 0 .\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=reject"\n`;
  assert.equal(posture(zone).use, "parked");
  assert.deepEqual(states(zone, "spf", "dmarc", "null-mx"), [
    "spf present",
    "dmarc present",
    "null-mx present",
  ]);
  const needed = posture(zone).items.filter((item) => item.needed && item.state !== "present");
  assert.deepEqual(needed, []);
  assert.equal(posture(SOA).use, "silent");
});

test("weak and broken records are called so", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['_mta-sts TXT "v=STSv1; Id=1"\nmta-sts A 192.0.2.1', "mta-sts broken"],
    ['_mta-sts TXT "v=STSv1; id=a-b; id=1"\nmta-sts A 192.0.2.1', "mta-sts broken"],
    [
      '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@e"\ndefault._bimi TXT "v=BIMI1; l=https://example.com/a.svg; a=http://example.com/a.pem"',
      "bimi broken",
    ],
    ['_dmarc TXT "v=DMARC1; p=reject; rua=d@example.com"', "dmarc weak"],
    ['_mta-sts TXT "v=STSv1; id=1; abc"\nmta-sts A 192.0.2.1', "mta-sts broken"],
    ['_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@example.net; abc"', "tls-rpt broken"],
    ['_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@example.net; rua=mailto:b@example.net"', "tls-rpt broken"],
    ['default._bimi TXT "v=BIMI1; l=https://example.com/a.svg; l=https://example.com/b.svg"', "bimi broken"],
    ['@ TXT "v=spf1 mx +all"', "spf weak"],
    ['@ TXT "v=spf1 ip4:192.0.2.1 ?all"', "spf weak"],
    ['@ TXT "v=spf1 ip4:192.0.2.1"', "spf weak"],
    ['@ TXT "v=spf1 ip4:192.0.2.1 ~all"', "spf weak"],
    ['@ TXT "v=spf1 ip4:192.0.2.300 -all"', "spf broken"],
    ['@ TXT "v=spf1; ip4:192.0.2.1 -all"', "spf broken"],
    ['@ TXT "v=spf1 -all"\n@ TXT "v=spf1 mx -all"', "spf broken"],
    ['@ TXT "v=spf1 include:nothing.example.com -all"', "spf broken"],
    ['s1._domainkey TXT "v=DKIM1; p=abc"', "dkim broken"],
    ['_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@example.com"', "dmarc weak"],
    ['_dmarc TXT "v=DMARC1; p=reject; sp=none"', "dmarc weak"],
    ['_dmarc TXT "v=DMARC1; p=reject; t=y"', "dmarc weak"],
    ['_dmarc TXT "v=DMARC1; p=rejct"', "dmarc broken"],
    ['_dmarc TXT "v=dmarc1; p=reject"', "dmarc broken"],
    ['_dmarc TXT "v=DMARC1; p=reject"\n_dmarc TXT "v=DMARC1; p=none"', "dmarc broken"],
    ['_mta-sts TXT "v=STSv1; id=1"', "mta-sts broken"],
    ['_mta-sts TXT "v=STSv1; id=1-2"', "mta-sts broken"],
    ['_mta-sts TXT "v=stsv1; id=1"', "mta-sts broken"],
    ['_smtp._tls TXT "v=TLSRPTv1;"', "tls-rpt broken"],
    ['default._bimi TXT "v=BIMI1; l=https://example.com/l.svg; a=https://example.com/l.pem"', "bimi broken"],
    ["@ MX 0 .\n@ MX 10 mail", "null-mx broken"],
  ];
  for (const [zone, expected] of cases) {
    const [topic = ""] = expected.split(" ");
    assert.deepEqual(states(`${SOA}${zone}\n`, topic), [expected], zone);
  }
});

test("an SPF permerror is said of those alone who get it (RFC 7208 sections 4.6.2 and 4.6.4)", () => {
  const spf = (zone: string) => {
    const { state, says } = posture(`${SOA}${zone}\n`).items[0] ?? {};
    return `${state}: ${says}`;
  };
  // Three hosts without an IPv6 address: a client on IPv4 finds them all.
  const hosts = "mail A 192.0.2.25\n@ A 192.0.2.24\n@ MX 10 mail\n";
  assert.match(
    spf(`${hosts}@ TXT "v=spf1 a mx a:mail.example.com ip6:2001:db8::1 -all"`),
    /^weak: .* senders on IPv6 get a permerror\.$/,
  );
  assert.match(
    spf(
      '@ TXT "v=spf1 ip4:192.0.2.1 include:_tw.example.com -all"\n_tw TXT "v=spf1 -all"\n_tw TXT "v=spf1 mx -all"',
    ),
    /^broken: .*more than one SPF record: senders whom no earlier term names get a permerror\.$/,
  );
  assert.match(
    spf('@ TXT "v=spf1 include:none.example.com -all"'),
    /^broken: .*receivers ignore it \(permerror\)\.$/,
  );
});

test("addresses that are none are not called addresses (RFC 8460 3, RFC 3986 2)", () => {
  const tls = (rua: string) =>
    states(`${SOA}@ MX 10 mail\nmail A 192.0.2.25\n_smtp._tls TXT "v=TLSRPTv1; rua=${rua}"\n`, "tls-rpt");
  assert.deepEqual(tls("mailto:tls@example.net"), ["tls-rpt present"]);
  assert.deepEqual(tls("mailto:a,https://tls.example.net/x"), ["tls-rpt present"]);
  for (const rua of ["mailto:a", "https://", "mailto://a@example.net", "mailto:a@exa mple.net"])
    assert.deepEqual(tls(rua), ["tls-rpt broken"], rua);
  const logo =
    '_dmarc TXT "v=DMARC1; p=reject"\ndefault._bimi TXT "v=BIMI1; l=https://example.com/a b.svg; a=https://example.com/l.pem"\n';
  assert.deepEqual(states(SOA + logo, "bimi"), ["bimi broken"]);
});

// RFC 6376 3.6.1 and 3.6.2.2: a key that verifiers ignore is no key, and of two nobody knows which one counts.
test("a DKIM key that cannot be used is not present", () => {
  const key = "5xbAGRkJ0uXYsBJZQWC9qGNg/E1PB/fM2N0l9VbGGyE=";
  const dkim = (...texts: readonly string[]) =>
    states(
      `${SOA}@ MX 10 mail\nmail A 192.0.2.25\n${texts.map((text) => `s1._domainkey TXT "${text}"\n`).join("")}`,
      "dkim",
    );
  assert.deepEqual(dkim(`v=DKIM1; k=ed25519; p=${key}`), ["dkim present"]);
  for (const tags of ["k=ED25519", "k=ed25519; s=other", "k=ed25519; h=sha1", "k=rsa"])
    assert.deepEqual(dkim(`v=DKIM1; ${tags}; p=${key}`), ["dkim broken"], tags);
  assert.deepEqual(dkim(`v=DKIM1; k=ed25519; p=${key}`, `v=DKIM1; k=ed25519; t=s; p=${key}`), [
    "dkim broken",
  ]);
});

test("what is said of SPF never asks for an `all` beside a redirect (RFC 7208 6.1), and says nothing of what lies outside", () => {
  const redirected = posture(`${SOA}@ TXT "v=spf1 redirect=_s.example.com"\n_s TXT "v=spf1 mx ?all"\n`);
  assert.match(redirected.items.find(({ topic }) => topic === "spf")?.add ?? "", /that `redirect` leads to/);
  const outside = explainPosture(posture(`${SOA}@ TXT "v=spf1 redirect=_s.example.net"\n`));
  const [, line = ""] = /\*\*SPF\*\* unknown: (.*)/.exec(outside) ?? [];
  assert.equal(line, "What becomes of hosts that are not listed is not known here.");
});
