import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompletionItem } from "vscode-languageserver";
import { completion } from "../../src/features/completion.ts";
import { signatureHelp } from "../../src/features/signatureHelp.ts";
import { edited, HEAD, marked } from "./marked.ts";

function items(text: string, others: Readonly<Record<string, string>> = {}): readonly CompletionItem[] {
  const { documents, offset } = marked(text, others);
  return completion(documents, offset).items;
}

function labels(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  return items(text, others).map(({ label }) => label);
}

function has(text: string, ...wanted: readonly string[]): void {
  const found = labels(text);
  for (const label of wanted) assert.ok(found.includes(label), `${label} is not in ${found.join(" ")}`);
}

/** The last line of the text once the item is taken. */
function taken(text: string, label: string, others: Readonly<Record<string, string>> = {}): string {
  const { document, documents, offset } = marked(text, others);
  const item = completion(documents, offset).items.find((one) => one.label === label);
  assert.ok(item?.textEdit !== undefined && "range" in item.textEdit, `${label} is not offered`);
  return edited(document, [item.textEdit]).trimEnd().split("\n").at(-1) ?? "";
}

test("before the type: types with one line about each, classes and TTLs that are not there yet", () => {
  has(`${HEAD}www §`, "A", "AAAA", "MX", "TXT", "CAA", "HTTPS", "IN", "3600", "1h");
  assert.ok(!labels(`${HEAD}www IN §`).includes("IN"));
  assert.ok(!labels(`${HEAD}www 300 IN §`).includes("3600"));
  const mx = items(`${HEAD}www §`).find(({ label }) => label === "MX");
  assert.match(mx?.detail ?? "", /Mail/);
  assert.ok(typeof mx?.documentation === "object" && mx.documentation.value.includes("preference"));
  assert.equal(taken(`${HEAD}www IN M§`, "MX"), "www IN MX");
  assert.ok(!labels(`${HEAD}www §`).includes("AXFR"));
});

test("at the start of a line: names of the zone, directives, whole records", () => {
  has(`${HEAD}mail IN A 192.0.2.2\n§`, "@", "ns1", "mail", "_dmarc", "$ORIGIN", "spf", "dmarc");
  has(`${HEAD}$§`, "$ORIGIN", "$TTL", "$INCLUDE", "$GENERATE");
  has(`${HEAD}§\nmail IN A 192.0.2.2\n`, "spf", "dmarc");
});

test("who goes on writing in front of a record gets words alone, and no places to fill in where the editor has none", () => {
  assert.equal(taken(`${HEAD}$OR§ example.com.`, "$ORIGIN"), "$ORIGIN example.com.");
  assert.ok(!labels(`${HEAD}§ IN TXT "x"`).includes("spf"));
  const { documents, offset } = marked(`${HEAD}§`);
  const { items: plain } = completion(documents, offset, { suggestsAgain: false, snippets: false });
  const written = (label: string) => plain.find((one) => one.label === label)?.textEdit?.newText;
  assert.equal(written("$GENERATE"), "$GENERATE 1-10 host-$ A 192.0.2.$");
  assert.equal(written("spf"), '@ IN TXT "v=spf1 mx -all"');
  assert.ok(plain.every(({ insertTextFormat }) => insertTextFormat === undefined));
  // An editor shows what begins with what was typed: `null` finds the null MX.
  const [nullMx] = items(`${HEAD}§`).filter(({ label }) => label === "null mx");
  assert.ok(nullMx?.filterText?.startsWith("null mx"));
});

test("inside the quotes of a parameter stands its value, and no other parameter", () => {
  assert.deepEqual(labels(`${HEAD}@ IN HTTPS 1 . alpn="h§"`), []);
  assert.equal(
    taken(`${HEAD}@ IN CAA 0 issue "let§"`, "letsencrypt.org"),
    '@ IN CAA 0 issue "letsencrypt.org"',
  );
});

test("targets: names of the zone that have an address, as written below the present origin", () => {
  const zone = `${HEAD}mail IN A 192.0.2.2\ntext IN TXT "x"\n`;
  assert.deepEqual(labels(`${zone}@ IN MX 10 §`), ["ns1", "mail"]);
  assert.equal(taken(`${zone}@ IN MX 10 m§`, "mail"), "@ IN MX 10 mail");
  assert.deepEqual(labels(`${zone}$ORIGIN sub.example.com.\n@ IN MX 10 §`), [
    "ns1.example.com.",
    "mail.example.com.",
  ]);
  has(`${zone}www IN CNAME §`, "mail", "text", "ns1");
});

/** What an editor shows of what is offered: all that begins with what stands in the place of the edit before the cursor. */
function shown(text: string): readonly string[] {
  const { document, documents, offset } = marked(text);
  return completion(documents, offset).items.flatMap(({ label, filterText = label, textEdit }) => {
    assert.ok(textEdit !== undefined && "range" in textEdit);
    const typed = document.slice(document.offsetAt(textEdit.range.start), offset);
    return filterText.toLowerCase().startsWith(typed.toLowerCase()) ? [label] : [];
  });
}

test("targets: behind a dot go on the names with more labels, and the whole names", () => {
  const zone = `${HEAD}mail IN A 192.0.2.2\nmail.sub IN A 192.0.2.3\nabs.example.com. IN A 192.0.2.4\n$ORIGIN deep.example.com.\nhost IN A 192.0.2.5\n$ORIGIN example.com.\n`;
  for (const [typed, ...wanted] of [
    ["mail", "mail", "mail.sub"],
    ["mail.", "mail.example.com.", "mail.sub"],
    ["MAIL.exa", "mail.example.com."],
    ["mail.s", "mail.sub"],
    ["abs", "abs"],
    ["abs.e", "abs.example.com."],
    ["host", "host.deep"],
    ["host.deep.", "host.deep.example.com."],
    ["exa"],
  ]) {
    assert.deepEqual(shown(`${zone}@ IN MX 10 ${typed}§\n`), wanted, typed);
  }
  assert.equal(taken(`${zone}@ IN MX 10 mail.§`, "mail.example.com."), "@ IN MX 10 mail.example.com.");
  assert.ok(shown(`${zone}mail.§`).includes("mail.sub"));
});

// RFC 7208 section 4.6.1: directive = [ qualifier ] mechanism; modifiers take none.
test("SPF: behind a qualifier go on the mechanisms", () => {
  const at = (typed: string) => shown(`${HEAD}@ IN TXT "v=spf1 ${typed}§"`);
  assert.deepEqual(at("+"), ["+include:", "+ip4:", "+ip6:", "+mx", "+a", "+a:", "+mx:", "+exists:"]);
  assert.deepEqual(at("-").slice(0, 2), ["-all", "-include:"]);
  assert.deepEqual(at("~a"), ["~all", "~a", "~a:"]);
  assert.deepEqual(at("?inc"), ["?include:"]);
  assert.equal(taken(`${HEAD}@ IN TXT "v=spf1 +§ -all"`, "+mx"), '@ IN TXT "v=spf1 +mx -all"');
  assert.ok(at("+include:").includes("_spf.google.com"));
});

test("SPF: mechanisms, known senders, records of the workspace", () => {
  const line = '@ IN TXT "v=spf1 ';
  has(`${HEAD}${line}§"`, "include:", "ip4:", "mx", "-all", "~all", "redirect=");
  const other = { "example.net.": '_spf IN TXT "v=spf1 -all"\n' };
  const after = labels(`${HEAD}${line}include:§ -all"`, other);
  assert.equal(after[0], "_spf.example.net");
  assert.ok(after.includes("_spf.google.com") && after.includes("spf.protection.outlook.com"));
  assert.equal(
    taken(`${HEAD}${line}include:_spf.§ -all"`, "_spf.google.com"),
    '@ IN TXT "v=spf1 include:_spf.google.com -all"',
  );
  assert.equal(taken(`${HEAD}${line}mx -§"`, "-all"), '@ IN TXT "v=spf1 mx -all"');
  has(`${HEAD}${line}exists:%§"`, "%{i}", "%{d}");
  // In strings that were split, what stands before counts.
  has(`${HEAD}@ IN TXT "v=spf1 mx" " §"`, "-all");
});

test("DMARC, DKIM, TLS-RPT: tags that are not there yet, and their values", () => {
  const found = labels(`${HEAD}_dmarc IN TXT "v=DMARC1; p=none; §"`);
  assert.ok(found.includes("rua=") && found.includes("sp=") && !found.includes("p="));
  assert.deepEqual(labels(`${HEAD}_dmarc IN TXT "v=DMARC1; p=§"`), ["none", "quarantine", "reject"]);
  assert.equal(
    taken(`${HEAD}_dmarc IN TXT "v=DMARC1; p=qu§; rua=mailto:a@example.com"`, "quarantine"),
    '_dmarc IN TXT "v=DMARC1; p=quarantine; rua=mailto:a@example.com"',
  );
  assert.deepEqual(labels(`${HEAD}s._domainkey IN TXT "v=DKIM1; k=§"`), ["rsa", "ed25519"]);
  assert.deepEqual(labels(`${HEAD}_smtp._tls IN TXT "v=TLSRPTv1; rua=§"`), ["mailto:", "https://"]);
  assert.deepEqual(
    labels(
      `${HEAD}_dmarc.a IN TXT "v=DMARC1; p=none; rua=mailto:d@example.com"\n_dmarc IN TXT "v=DMARC1; rua=mailto:§"`,
    ),
    ["d@example.com"],
  );
});

test("a text record begins with its version; escaped semicolons are read as such", () => {
  has(`${HEAD}@ IN TXT §`, "v=spf1", "v=DMARC1", "v=DKIM1");
  assert.equal(taken(`${HEAD}@ IN TXT "v§"`, "v=spf1"), '@ IN TXT "v=spf1 "');
  assert.deepEqual(labels(`${HEAD}_dmarc IN TXT "v=DMARC1\\; p=§"`), ["none", "quarantine", "reject"]);
});

// RFC 7208 5.1: behind `all` no mechanism is looked at; 6: a modifier stands once; 6.1: `redirect` counts for nothing beside `all`.
test("SPF: nothing that stands there already, and nothing that would not count", () => {
  const spf = (terms: string) => labels(`${HEAD}@ IN TXT "v=spf1 ${terms}"`);
  assert.deepEqual(spf("mx -all §"), ["exp="]);
  for (const absent of ["mx", "-all", "~all", "redirect="])
    assert.ok(!spf("mx § -all").includes(absent), absent);
  assert.ok(spf("m§x -all").includes("mx") && spf("a ~§all").includes("-all"));
  assert.deepEqual(spf("ip4:§"), []);
  // Strings are joined without a blank: this would become `mxinclude:`.
  assert.deepEqual(labels(`${HEAD}@ IN TXT "v=spf1 mx" "§"`), []);
});

test("tags and parameters that stand behind the cursor, and values of a list, are not offered twice", () => {
  const tags = (text: string) => labels(`${HEAD}_dmarc IN TXT "${text}"`);
  assert.ok(!tags("v=DMARC1; §; p=none; rua=mailto:a@example.com").some((tag) => /^(?:v|p|rua)=/.test(tag)));
  assert.deepEqual(tags("v=DMARC1; p=none; fo=1:§"), ["0", "d", "s"]);
  assert.deepEqual(labels(`${HEAD}s._domainkey IN TXT "v=DKIM1; t=y:§"`), ["s"]);
  // RFC 9460 2.2: a key stands once.
  assert.ok(!labels(`${HEAD}@ IN HTTPS 1 . alpn=h2 §`).includes("alpn"));
});

test("a text begins as receivers of its name want it", () => {
  assert.deepEqual(labels(`${HEAD}_dmarc IN TXT §`), ["v=DMARC1"]);
  assert.deepEqual(labels(`${HEAD}_mta-sts IN TXT §`), ["v=STSv1"]);
  assert.deepEqual(labels(`${HEAD}s._domainkey IN TXT §`), ["v=DKIM1"]);
  // RFC 9989 4.7, RFC 8460 3, RFC 8461 3.1: the version stands first.
  for (const owner of ["_dmarc", "_smtp._tls", "_mta-sts", "default._bimi"])
    assert.deepEqual(labels(`${HEAD}${owner} IN TXT "§"`), ["v="], owner);
});

test("each place once: `@`, an alias other than itself, the value of $GENERATE, priorities and targets of HTTPS", () => {
  assert.equal(labels(`${HEAD}§`).filter((label) => label === "@").length, 1);
  assert.ok(!labels(`${HEAD}www IN A 192.0.2.1\nwww IN CNAME §`).includes("www"));
  assert.deepEqual(labels(`${HEAD}$GENERATE 1-2 h$ A §`), []);
  has(`${HEAD}$GENERATE 1-2 h$ 300 IN §`, "A");
  assert.deepEqual(labels(`${HEAD}@ IN HTTPS §`), ["1", "0"]);
  assert.deepEqual(labels(`${HEAD}@ IN HTTPS 1 §`), [".", "ns1"]);
});

test("CAA, SVCB and fields with few values", () => {
  has(`${HEAD}@ IN CAA 0 §`, "issue", "issuewild", "iodef");
  assert.equal(taken(`${HEAD}@ IN CAA 0 issue §`, "letsencrypt.org"), '@ IN CAA 0 issue "letsencrypt.org"');
  assert.equal(
    taken(`${HEAD}@ IN CAA 0 issue "l§"`, "letsencrypt.org"),
    '@ IN CAA 0 issue "letsencrypt.org"',
  );
  has(`${HEAD}@ IN HTTPS 1 . §`, "alpn", "port", "ech", "ipv4hint");
  has(`${HEAD}h IN SSHFP §`, "1", "4");
});

test("comments offer nothing; parentheses go on over lines", () => {
  assert.deepEqual(labels(`${HEAD}www IN A 192.0.2.1 ; §`), []);
  has(`${HEAD}@ IN TXT (\n  "v=spf1 §"\n)\n`, "-all");
});

test("whatever the text and the place, nothing throws", () => {
  const text = `${HEAD}@ 1h IN TXT ("v=spf1 \\" include:%{i}" ) ; x\n$INCLUDE a b\n\\ "\n@ IN CAA 0 issue "\n( `;
  const { documents } = marked(text);
  for (let offset = 0; offset <= text.length; offset++) {
    completion(documents, offset);
    const [document] = documents;
    if (document !== undefined) signatureHelp(document, offset);
  }
});

test("signature help: the fields of the type, the present one marked", () => {
  const help = (text: string) => {
    const { document, offset } = marked(text);
    const found = signatureHelp(document, offset);
    const [signature] = found?.signatures ?? [];
    const label = signature?.parameters?.[found?.activeParameter ?? 0]?.label;
    return Array.isArray(label) ? signature?.label.slice(...label) : label;
  };
  assert.equal(help(`${HEAD}@ IN MX §`), "preference");
  assert.equal(help(`${HEAD}@ IN MX 10 §`), "exchange");
  assert.equal(help(`${HEAD}@ IN MX 10 ma§`), "exchange");
  assert.equal(help(`${HEAD}_x._tcp IN SRV 0 0 4§43 x`), "port");
  assert.equal(help(`${HEAD}@ IN SOA a b (\n 1 2§`), "refresh");
  assert.equal(help(`${HEAD}@ IN CAA 0 §`), "tag");
  assert.equal(help("$ORIGIN §"), "name");
  // Behind the last field there is none: an editor would mark the first one.
  assert.equal(help(`${HEAD}@ IN MX 10 mail §`), undefined);
  assert.equal(help("$TTL 3600 §"), undefined);
  assert.equal(help(`${HEAD}www §`), undefined);
});
