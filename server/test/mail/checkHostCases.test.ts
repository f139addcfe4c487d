import assert from "node:assert/strict";
import { test } from "node:test";
import { lookupIn } from "../../src/dns/lookup.ts";
import { checkHost, type HostCheck, type MailSession } from "../../src/mail/checkHost.ts";
import { parseAddress } from "../../src/mail/networks/text.ts";
import { type Resolver, resolverOf } from "../../src/mail/resolver.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

function check(resolve: Resolver, ip: string, mailFrom: string, more: Partial<MailSession> = {}): HostCheck {
  const parsed = parseAddress(ip);
  assert.ok(parsed !== undefined, ip);
  return checkHost({ ip: parsed, mailFrom, helo: "mx.example.org", ...more }, resolve);
}

function zones(...texts: readonly string[]): Resolver {
  return resolverOf(lookupIn(texts.map((text, i) => new ZoneDocument(`${i}.zone`, text))));
}

function zone(origin: string, text: string): string {
  return `$ORIGIN ${origin}
@ 3600 IN SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600
@ NS ns.example.net.
${text}`;
}

// RFC 7208 section 7.4, its table as it stands there; letter case in %{i} means nothing in names.
const EXPANSIONS: readonly (readonly [macro: string, ip: string, expansion: string])[] = [
  ["%{s}", "192.0.2.3", "strong-bad@email.example.com"],
  ["%{o}", "192.0.2.3", "email.example.com"],
  ["%{d}", "192.0.2.3", "email.example.com"],
  ["%{d4}", "192.0.2.3", "email.example.com"],
  ["%{d3}", "192.0.2.3", "email.example.com"],
  ["%{d2}", "192.0.2.3", "example.com"],
  ["%{d1}", "192.0.2.3", "com"],
  ["%{dr}", "192.0.2.3", "com.example.email"],
  ["%{d2r}", "192.0.2.3", "example.email"],
  ["%{l}", "192.0.2.3", "strong-bad"],
  ["%{l-}", "192.0.2.3", "strong.bad"],
  ["%{lr}", "192.0.2.3", "strong-bad"],
  ["%{lr-}", "192.0.2.3", "bad.strong"],
  ["%{l1r-}", "192.0.2.3", "strong"],
  ["%{ir}.%{v}._spf.%{d2}", "192.0.2.3", "3.2.0.192.in-addr._spf.example.com"],
  ["%{lr-}.lp._spf.%{d2}", "192.0.2.3", "bad.strong.lp._spf.example.com"],
  ["%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "192.0.2.3", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"],
  ["%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "192.0.2.3", "3.2.0.192.in-addr.strong.lp._spf.example.com"],
  ["%{d2}.trusted-domains.example.net", "192.0.2.3", "example.com.trusted-domains.example.net"],
  [
    "%{ir}.%{v}._spf.%{d2}",
    "2001:db8::cb01",
    "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com",
  ],
  ["%{p}", "192.0.2.3", "mx.example.org"],
  ["%{h} %{r} %{t} %{c}", "192.0.2.3", "mx.example.org unknown 1700000000 192.0.2.3"],
  ["%{S}", "192.0.2.3", "strong-bad%40email.example.com"],
  ["100%%%_%-", "192.0.2.3", "100% %20"],
];

test("macros expand as RFC 7208 section 7.4 has them", () => {
  for (const [macro, ip, expansion] of EXPANSIONS) {
    const resolve = zones(
      zone("example.com.", `email TXT "v=spf1 -all exp=why.example.com"\nwhy TXT "${macro}"\n`),
      zone("2.0.192.in-addr.arpa.", "3 PTR mx.example.org.\n"),
      zone("example.org.", "mx A 192.0.2.3\n"),
    );
    const found = check(resolve, ip, "strong-bad@email.example.com", { time: 1_700_000_000 });
    assert.equal(found.explanation.toLowerCase(), expansion.toLowerCase(), macro);
  }
});

// RFC 7208 appendix A, the zone as it stands there.
const APPENDIX_A = [
  zone(
    "example.com.",
    `@ MX 10 mail-a
@ MX 20 mail-b
@ A 192.0.2.10
@ A 192.0.2.11
amy A 192.0.2.65
bob A 192.0.2.66
mail-a A 192.0.2.129
mail-b A 192.0.2.130
www CNAME example.com.
`,
  ),
  zone("example.org.", "@ MX 10 mail-c\nmail-c A 192.0.2.140\n"),
  zone(
    "2.0.192.in-addr.arpa.",
    `10 PTR example.com.
11 PTR example.com.
65 PTR amy.example.com.
66 PTR bob.example.com.
129 PTR mail-a.example.com.
130 PTR mail-b.example.com.
140 PTR mail-c.example.org.
`,
  ),
  zone("0.0.10.in-addr.arpa.", "4 PTR bob.example.com.\n"),
] as const;

// Appendix A.1: each record, and the addresses it says pass, of all that the zone names.
const SIMPLE: readonly (readonly [record: string, passes: readonly string[]])[] = [
  [
    "v=spf1 +all",
    ["192.0.2.10", "192.0.2.11", "192.0.2.65", "192.0.2.129", "192.0.2.130", "192.0.2.140", "10.0.0.4"],
  ],
  ["v=spf1 a -all", ["192.0.2.10", "192.0.2.11"]],
  ["v=spf1 a:example.org -all", []],
  ["v=spf1 mx -all", ["192.0.2.129", "192.0.2.130"]],
  ["v=spf1 mx:example.org -all", ["192.0.2.140"]],
  ["v=spf1 mx mx:example.org -all", ["192.0.2.129", "192.0.2.130", "192.0.2.140"]],
  ["v=spf1 mx/30 mx:example.org/30 -all", ["192.0.2.129", "192.0.2.130", "192.0.2.140"]],
  ["v=spf1 ptr -all", ["192.0.2.10", "192.0.2.11", "192.0.2.65", "192.0.2.129", "192.0.2.130"]],
  ["v=spf1 ip4:192.0.2.128/28 -all", ["192.0.2.129", "192.0.2.130", "192.0.2.140"]],
];
const NAMED = [
  "192.0.2.10",
  "192.0.2.11",
  "192.0.2.65",
  "192.0.2.129",
  "192.0.2.130",
  "192.0.2.140",
  "10.0.0.4",
];

test("the simple examples of RFC 7208 appendix A.1", () => {
  for (const [record, passes] of SIMPLE) {
    const [first, ...others] = APPENDIX_A;
    const resolve = zones(`${first}@ TXT "${record}"\n`, ...others);
    for (const ip of NAMED) {
      const { result } = check(resolve, ip, "strong-bad@example.com");
      assert.equal(result, passes.includes(ip) ? "pass" : "fail", `${record} from ${ip}`);
    }
  }
});

// The records of appendix A.3; what each says of a sender follows from its text.
test("users who mail from anywhere, or from servers of their own (RFC 7208 appendix A.3)", () => {
  const resolve = zones(
    zone(
      "example.com.",
      `@ MX 10 mail-a
mail-a A 192.0.2.129
@ TXT "v=spf1 mx include:mobile-users._spf.%{d} include:remote-users._spf.%{d} -all"
mobile-users._spf TXT "v=spf1 exists:%{l1r+}.%{d}"
remote-users._spf TXT "v=spf1 exists:%{ir}.%{l1r+}.%{d}"
mary.mobile-users._spf A 127.0.0.2
15.15.168.192.joel.remote-users._spf A 127.0.0.2
`,
    ),
  );
  const result = (ip: string, from: string) => check(resolve, ip, from).result;
  assert.equal(result("203.0.113.9", "mary@example.com"), "pass");
  assert.equal(result("203.0.113.9", "mary+list@example.com"), "pass");
  assert.equal(result("203.0.113.9", "list+mary@example.com"), "fail");
  assert.equal(result("192.168.15.15", "joel@example.com"), "pass");
  assert.equal(result("192.168.15.16", "joel@example.com"), "fail");
  assert.equal(result("192.0.2.129", "anybody@example.com"), "pass");
});

// Appendix A.4, with the domain that its `-ptr` leaves out: without one, ptr asks for names below ptr._spf.example.com.
test("two requirements at once (RFC 7208 appendix A.4)", () => {
  const resolve = zones(
    zone(
      "example.com.",
      `mail-a A 192.0.2.129
@ TXT "v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all"
ip4._spf TXT "v=spf1 -ip4:192.0.2.0/24 +all"
ptr._spf TXT "v=spf1 -ptr:example.com +all"
`,
    ),
    zone("2.0.192.in-addr.arpa.", "129 PTR mail-a.example.com.\n"),
  );
  assert.equal(check(resolve, "203.0.113.1", "someone@example.com").result, "fail");
  assert.equal(check(resolve, "192.0.2.1", "someone@example.com").result, "fail");
  assert.equal(check(resolve, "192.0.2.129", "someone@example.com").result, "pass");
});

test("unknown is never guessed, and all that is missing is named at once", () => {
  const resolve = zones(
    zone(
      "example.com.",
      '@ TXT "v=spf1 include:a.example.net a:b.example.net ip4:192.0.2.1 include:c.example.net -all"\n',
    ),
  );
  const found = check(resolve, "192.0.2.1", "someone@example.com");
  assert.equal(found.result, "unknown");
  assert.deepEqual(found.unknown, ["a.example.net.", "b.example.net."]);
  assert.equal(found.mechanism, undefined);
  const all = check(resolve, "192.0.2.9", "someone@example.com");
  assert.deepEqual(all.unknown, ["a.example.net.", "b.example.net.", "c.example.net."]);
});

test("where only the explanation is missing, the result stands", () => {
  const resolve = zones(zone("example.com.", '@ TXT "v=spf1 -all exp=why.example.net"\n'));
  const found = check(resolve, "192.0.2.1", "someone@example.com");
  assert.deepEqual([found.result, found.explanation, found.unknown], ["fail", "", ["why.example.net."]]);
});

test("an mx host that is known and matches is enough", () => {
  const resolve = zones(
    zone("example.com.", '@ TXT "v=spf1 mx -all"\n@ MX 10 mx.example.net.\n@ MX 20 mx\nmx A 192.0.2.25\n'),
  );
  assert.equal(check(resolve, "192.0.2.25", "someone@example.com").result, "pass");
  const other = check(resolve, "192.0.2.26", "someone@example.com");
  assert.deepEqual([other.result, other.unknown], ["unknown", ["mx.example.net."]]);
});

test("a term in vain counts once, and the third ends the check (RFC 7208 section 4.6.4)", () => {
  const hosts = "h1 A 192.0.2.1\nh2 A 192.0.2.2\nh3 A 192.0.2.3\n";
  const resolve = zones(
    zone(
      "example.com.",
      `@ TXT "v=spf1 mx a:h1.example.com -all"\n@ MX 1 h1\n@ MX 2 h2\n@ MX 3 h3\n${hosts}`,
    ),
    zone("example.org.", '@ TXT "v=spf1 a:h1.example.com a:h2.example.com a:h3.example.com -all"\n'),
  );
  const found = check(resolve, "2001:db8::1", "someone@example.com");
  assert.deepEqual([found.result, found.voidLookups], ["fail", 2]);
  const three = check(resolve, "2001:db8::1", "someone@example.org");
  assert.deepEqual([three.result, three.mechanism], ["permerror", "a:h3.example.com"]);
});

test("an IPv4 client of a dual-stack server is an IPv4 client", () => {
  const resolve = zones(zone("example.com.", '@ TXT "v=spf1 ip4:192.0.2.1 -all"\n'));
  assert.equal(check(resolve, "::ffff:192.0.2.1", "someone@example.com").result, "pass");
});

// RFC 7208 sections 4.6.2 and 4.6.4: terms are tried in turn, and whatever an `include` names costs a lookup.
test("a part that is not known hides only what it may decide itself", () => {
  const HOLE = "\uFFFC";
  const result = (record: string, ip: string) => {
    const resolve: Resolver = (name, type) =>
      name === "example.com." && type === "TXT"
        ? { kind: "records", values: [record] }
        : { kind: "nxdomain" };
    return check(resolve, ip, "a@example.com").result;
  };
  const record = `v=spf1 ip4:192.0.2.1 include:${HOLE} ip4:192.0.2.2 -all`;
  assert.equal(result(record, "192.0.2.1"), "pass");
  assert.equal(result(record, "192.0.2.2"), "unknown");
  assert.equal(result(record, "192.0.2.3"), "unknown");
  assert.equal(result(`v=spf1 ip4:192.0.2.1 redirect=${HOLE}`, "192.0.2.1"), "pass");
  assert.equal(result(`v=spf1 ip4:192.0.2.1 redirect=${HOLE}`, "192.0.2.2"), "unknown");
  assert.equal(result(`v=spf1 redirect=${HOLE} -all`, "192.0.2.2"), "fail");
  assert.equal(result(`v=spf1 exp=${HOLE} -all`, "192.0.2.2"), "fail");
  assert.equal(result(`v=spf1 ip4:192.0.2.1 ${HOLE}`, "192.0.2.2"), "unknown");
  assert.equal(result(`v=spf1${` include:${HOLE}`.repeat(11)} -all`, "192.0.2.2"), "unknown");
});
