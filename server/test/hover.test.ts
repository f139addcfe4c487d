import assert from "node:assert/strict";
import { test } from "node:test";
import { explainRecord } from "../src/features/hover.ts";
import { Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const HEAD = "@ 3600 SOA ns.example.net. hostmaster 1 7200 3600 1209600 3600\n@ 3600 NS ns.example.net.\n";

/** What the hover says about the first record that holds `part`. */
function hover(zone: string, part: string): string {
  const text = HEAD + zone;
  const document = new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
  const workspace = new Workspace();
  workspace.update(document);
  const record = document.recordAt(text.indexOf(part));
  assert.ok(record);
  return explainRecord(record, workspace.lookupFrom(document.uri));
}

function says(hovered: string, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(hovered.includes(part), `\`${part}\` is not in:\n${hovered}`);
}

test("SPF: networks with their counts, the zone's own hosts, who is outside, and everyone else", () => {
  const zone =
    '@ TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:5::/48 mx include:_spf.google.com ~all"\n@ MX 10 mail\nmail A 192.0.2.25\n';
  // A /24 holds 256 addresses, a /48 2^80; mx and include cost one lookup each, what Google's costs is not known here.
  says(
    hover(zone, "v=spf1"),
    "**Who may send mail as example.com**",
    "256 IPv4 addresses",
    "2⁸⁰ IPv6 addresses",
    "`192.0.2.25`",
    "Google",
    "outside this workspace",
    "soft fail",
    "at least 2 of 10 lookups",
  );
});

test("SPF: one syntax error, and nothing in the record authorizes anyone (RFC 7208 4.6)", () => {
  says(
    hover('@ TXT "v=spf1 ip4:192.0.2.1 ip4:198.51.100.300 -all"\n', "v=spf1"),
    "**This record is broken: receivers ignore it** (permerror)",
    "`ip4:198.51.100.300`",
  );
});

test("DMARC: what happens to the domain, its subdomains and names that do not exist (RFC 9989 4.7)", () => {
  says(
    hover(
      '_dmarc TXT "v=DMARC1; p=reject; sp=quarantine; aspf=s; rua=mailto:dmarc@example.com"\n',
      "v=DMARC1",
    ),
    "**Mail that fails DMARC for example.com is rejected**",
    "subdomains: junk folder",
    // Without np, names that do not exist get sp.
    "names that do not exist: junk folder",
    "`dmarc@example.com`",
    "SPF must match exactly",
    "DKIM may be of a subdomain",
  );
});

test("DMARC: t=y asks for one level below the policy (RFC 9989 4.7)", () => {
  says(
    hover('_dmarc TXT "v=DMARC1; p=reject; t=y; rua=mailto:a@example.com"\n', "v=DMARC1"),
    "goes to the junk folder",
  );
});

test("DMARC: without p, sp or np that hold, the address for reports decides (RFC 9989 4.10.1)", () => {
  says(
    hover('_dmarc TXT "v=DMARC1; p=rejct; rua=mailto:a@example.com"\n', "v=DMARC1"),
    "delivered all the same",
  );
  says(hover('_dmarc TXT "v=DMARC1; p=rejct"\n', "v=DMARC1"), "does nothing");
  says(hover('_dmarc TXT "v=dmarc1; p=reject"\n', "v=dmarc1"), "Receivers ignore this record");
});

test("DKIM: the key of RFC 8463 appendix A.2, and a revoked one", () => {
  const key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  says(
    hover(`brisbane._domainkey TXT "v=DKIM1; k=ed25519; p=${key}"\n`, "v=DKIM1"),
    "DKIM key brisbane for example.com",
    "Ed25519",
    "not in testing",
    "stored in one string",
  );
  says(hover('old._domainkey TXT "v=DKIM1; p="\n', "v=DKIM1"), "revoked");
});

test("record text never leaves its code span", () => {
  const hovered = hover('@ TXT "v=spf1 include:`](http://example.net)`.example.net -all"\n', "v=spf1");
  assert.ok(hovered.includes("`` "), hovered);
});

test("a document that does not say whose it is: what its records name is said all the same", () => {
  const nameless = (text: string) => {
    const document = new ZoneDocument("untitled:Untitled-1", text);
    const record = document.recordAt(0);
    assert.ok(record);
    return explainRecord(record, new Workspace().lookupFrom(document.uri));
  };
  says(
    nameless('@ TXT "v=spf1 ip4:203.0.113.5 mx -all"\n'),
    "as this domain",
    "`ip4:203.0.113.5`",
    "rejected",
  );
  says(nameless('_dmarc TXT "v=DMARC1; p=reject"\n'), "for this domain is rejected");
  says(nameless('s1._domainkey TXT "v=DKIM1; p="\n'), "DKIM key s1 for this domain: revoked");
});
