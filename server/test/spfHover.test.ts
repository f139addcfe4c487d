import assert from "node:assert/strict";
import { test } from "node:test";
import { explainRecord } from "../src/features/hover.ts";
import { TerraformProject } from "../src/terraform/project.ts";
import { Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const HEAD = `$TTL 3600
@ SOA ns1 h 1 7200 3600 1209600 3600
@ NS ns1
ns1 A 192.0.2.1
empty MX 0 .
`;

function explained(terms: string): string {
  return explainedIn(`x TXT "v=spf1 ${terms}"`);
}

/** What is said of the first TXT record of some lines of corp.net. */
function explainedIn(lines: string): string {
  const document = new ZoneDocument("file:///corp.net.zone", `${HEAD}${lines}\n`, { origin: "corp.net." });
  const workspace = new Workspace();
  workspace.update(document);
  const record = [...document.records()].find(({ type }) => type === "TXT");
  assert.ok(record !== undefined);
  return explainRecord(record, workspace.lookupFrom(document.uri));
}

// What check_host() returns for every sender there is: RFC 7208 4.6.4 (loops, a third void lookup), 5.2, 6.1.
test("a record that is a permerror for everybody is called that", () => {
  for (const terms of [
    "include:none.corp.net -all",
    "redirect=none.corp.net",
    "include:bad..corp.net -all",
    "include:x.corp.net -all",
    "a:n1.corp.net a:n2.corp.net a:n3.corp.net ip4:198.51.100.1 -all",
  ]) {
    assert.match(explained(terms), /Nobody passes SPF as/, terms);
    assert.doesNotMatch(explained(terms), /✓|not known here/, terms);
  }
});

test("a permerror for those alone whom no earlier term names", () => {
  const said = explained("ip4:198.51.100.1 redirect=x.corp.net");
  assert.match(said, /✓ `ip4:198\.51\.100\.1`/);
  assert.match(said, /redirect=x\.corp\.net`: it leads back here/);
  assert.match(said, /everyone else: permerror/);
});

test("who is left is said by family", () => {
  const said = explained("a:ns1.corp.net/0 -all");
  assert.match(said, /everyone else by IPv4: nobody/);
  assert.match(said, /everyone else by IPv6: rejected/);
  assert.doesNotMatch(said, /\+all/);
});

test("a term that matches nobody, and one that adds less than it names", () => {
  assert.match(explained("mx:empty.corp.net -all"), /`mx:empty\.corp\.net`: matches nobody/);
  assert.match(
    explained("-ip4:198.51.100.1 ip4:198.51.100.0/24 ~all"),
    /256 IPv4 addresses; 255 IPv4 addresses that no earlier term had/,
  );
});

test("a count between two powers of two is told by the nearer one", () => {
  // All but one of 2^32 addresses.
  assert.match(explained("-ip4:198.51.100.1 ip4:0.0.0.0/0 ~all"), /about 2³² IPv4 addresses that no earlier/);
});

test("an include whose record is broken is named as the fault; the record itself is one of one", () => {
  const said = explained('ip4:198.51.100.1 include:_br.corp.net -all"\n_br TXT "v=spf1 ip4:1.2.3.4.5');
  assert.match(said, /✗ `include:_br\.corp\.net`: the record there is broken \(permerror\)/);
  const two = explained(
    'ip4:198.51.100.1 include:_tw.corp.net -all"\n_tw TXT "v=spf1 -all"\n_tw TXT "v=spf1 mx -all',
  );
  assert.match(two, /Who may send mail as x\.corp\.net/);
  assert.match(two, /✗ `include:_tw\.corp\.net`: more than one SPF record is there \(permerror\)/);
});

test("what a wildcard of the own zone may answer is not called outside the workspace", () => {
  assert.match(explained('a:w.corp.net -all"\n* A "198.51.100.1'), /a wildcard may answer for it/);
  assert.match(explained("a:w.corp.org -all"), /outside this workspace/);
});

test("owners with escapes: who may send by them, and who cannot be named", () => {
  const at = (owner: string) => explainedIn(`${owner} TXT "v=spf1 a -all"\n${owner} A 198.51.100.7`);
  assert.match(at("sp\\032ace"), /✓ `a`: `198\.51\.100\.7`/);
  assert.match(at("a\\.b"), /Receivers do not find this SPF record/);
});

test("what is not known is neither left out of a sentence nor shown as it is kept", () => {
  const said = (name: string, type: string, content: string) => {
    const text = `resource "aws_route53_record" "r" {\n  zone_id = var.z\n  name = ${name}\n  type = ${type}\n  records = [${content}]\n}\n`;
    const [record] = [...new TerraformProject().open("file:///w/main.tf", text).records()];
    assert.ok(record !== undefined);
    return explainRecord(record, () => undefined);
  };
  assert.match(said('""', '"A"', '"192.0.2.1"'), /^\*\*this name has the IPv4 address 192\.0\.2\.1\*\*/);
  assert.match(said("var.n", "var.t", "var.r"), /^\*\*What kind of record this is, is not known here\*\*$/m);
  const mx = said(`"\${var.x}.a"`, '"MX"', `"10 \${var.x}.a.net."`);
  assert.match(mx, /^\*\*Mail for `….a` goes to `….a\.net\.`\*\*/);
  const ranked = said('"corp.net."', '"MX"', `"10 a.net.", "\${var.p} b.net."`);
  assert.doesNotMatch(ranked, /tried first/);
  for (const one of [mx, ranked]) assert.doesNotMatch(one, /\ufffc/);
});

test("a record of which nothing is known says no more than that", () => {
  const document = new TerraformProject().open(
    "file:///w/main.tf",
    'resource "aws_route53_record" "r" {\n  zone_id = "z"\n  name = "r.corp.net."\n  type = "A"\n  alias {\n    name = "x"\n  }\n}\n',
  );
  const [record] = [...document.records()];
  assert.ok(record !== undefined);
  assert.match(
    explainRecord(record, () => undefined),
    /^\*\*What this A record of r\.corp\.net says is not known here\*\*/,
  );
});

// check_host() of addresses that no term names, by hand: the include ends in permerror for them and not for those that it refuses.
test("everyone else is whom no term names, whatever becomes of the others", () => {
  const said = explained(
    'include:_c.corp.net ~all"\n_c TXT "v=spf1 -ip4:198.51.100.0/24 include:none.corp.net -all',
  );
  assert.match(said, /everyone else: permerror/);
  assert.doesNotMatch(said, /soft fail/);
  assert.match(explained("ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all"), /everyone else by IPv4: nobody/);
  assert.match(explained("ip4:0.0.0.0/1 -all"), /everyone else: rejected/);
});
