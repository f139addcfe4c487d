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
  return explainRecord(record, workspace.lookupFrom(document.uri), (key) =>
    workspace.ownersOfKey(document.uri, key),
  );
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
  const alone = hover(`s1._domainkey TXT "v=DKIM1; k=ed25519; p=${key}"\n`, "v=DKIM1");
  assert.doesNotMatch(alone, /also at/);
  const twice = `s1._domainkey TXT "v=DKIM1; k=ed25519; p=${key}"\nbackup._domainkey TXT "k=ed25519; p=${key}"\n`;
  says(hover(twice, "v=DKIM1"), "not in testing · also at selector `backup` (the same key)");
  says(
    hover(`${twice}s1._domainkey.dept TXT "k=ed25519; p=${key}"\n`, "v=DKIM1"),
    "also at selector `backup`, `s1` of dept.example.com (the same key)",
  );
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

test("DMARC: whether those who get reports may have them is known, known not to be, or not known (RFC 9990 4)", () => {
  const zone =
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@vendor.example,mailto:c@dept.example.com"\n' +
    '_dmarc.dept TXT "v=DMARC1; p=reject; psd=n"\n' +
    "@ MX 10 mx.example.net.\ndept MX 10 mx.example.net.\n";
  says(
    hover(zone, "v=DMARC1; p=reject; rua"),
    "`a@example.com` ✓",
    "`b@vendor.example`: not known here whether it accepts them (needs `example.com._report._dmarc.vendor.example`)",
    // psd=n makes dept.example.com an organization of its own, and its zone is here: it has no such record.
    "`c@dept.example.com`: **nothing is sent there**",
  );
  says(
    hover(`${zone}example.com._report._dmarc.dept TXT "v=DMARC1;"\n`, "v=DMARC1; p=reject; rua"),
    "`c@dept.example.com` ✓",
  );
});

test("DMARC: a record that accepts reports cannot send them on to another host (RFC 9990 4)", () => {
  const owner = "example.net._report._dmarc";
  says(
    hover(`${owner} TXT "v=DMARC1; rua=mailto:a@example.com"\n`, "v=DMARC1"),
    "accepts DMARC reports about example.net",
  );
  says(
    hover(`${owner} TXT "v=DMARC1; rua=mailto:a@example.org"\n`, "v=DMARC1"),
    "Nothing is sent to `a@example.org`",
  );
});

test("SPF: the headline says at once whether anybody or nobody may send, and every term what becomes of whom it names", () => {
  const said = (record: string) => hover(`@ TXT "v=spf1 ${record}"\n`, "v=spf1");
  says(said("-all"), "**Nobody may send mail as example.com**", "rejected");
  says(said("a ~all"), "**Nobody may send mail as example.com**", "`a`: matches nobody");
  says(said("?all"), "**The record says nothing about who may send mail as example.com**");
  says(said("+all"), "**Anybody may send mail as example.com**");
  says(said("ip4:0.0.0.0/0 ip6:::/0 -all"), "**Anybody may send mail as example.com**");
  says(said("include:_spf.example.net -all"), "**Who may send mail as example.com**");
  says(said("?ip4:192.0.2.1 -all"), "**Nobody may send", "(one IPv4 address): no statement");
  says(said("-ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), "**Who may send", "(one IPv4 address): rejected");
  says(hover('@ SPF "v=spf1 -all"\n', "v=spf1"), "Receivers do not read this record", "TXT records only");
});

test("DKIM: what is no key, or stands where no signature leads, is told as that", () => {
  const key = "v=DKIM1; k=ed25519; p=5xbAGRkJ0uXYsBJZQWC9qGNg/E1PB/fM2N0l9VbGGyE=";
  says(hover(`@ TXT "${key}"\n`, "v=DKIM1"), "No signature leads to", "`<selector>._domainkey.<domain>`");
  says(hover('_domainkey TXT "o=~; t=y"\n', "o=~"), "policy of DomainKeys");
  says(hover('_adsp._domainkey TXT "dkim=all"\n', "dkim=all"), "policy of ADSP");
  says(hover(`s1._domainkey TXT "${key.replace("k=", "t=y; k=")}"\n`, "v=DKIM1"), "Ed25519, in testing");
  says(hover('*._domainkey TXT "v=DKIM1; p="\n', "v=DKIM1"), "every selector that has no record of its own");
  for (const [text, why] of [
    [key.replace("DKIM1", "dkim1"), "`v` is not exactly `DKIM1`"],
    [key.replace("v=DKIM1; k=ed25519", "k=ed25519; v=DKIM1"), "`v=DKIM1` does not stand first"],
    [`${key}; k=rsa`, "a tag stands twice"],
    [key.replace("; p", " p"), "a `;` is missing between two tags"],
    ["v=DKIM1; p=YOUR_PUBLIC_KEY", "only stands for a key"],
  ] as const)
    says(hover(`s1._domainkey TXT "${text}"\n`, text.slice(0, 8)), "is broken", why);
});

test("DMARC: which tag is no policy, what `pct` still does, and what `psd` makes of the domain", () => {
  const said = (tags: string) =>
    hover(`_dmarc TXT "v=DMARC1; ${tags}; rua=mailto:d@example.net"\n`, "v=DMARC1");
  says(said("p=rejct"), "`p=rejct` is no policy");
  says(said("p=reject; np=foo"), "`np=foo` is no policy");
  says(said("adkim=s"), "`p` is missing");
  says(said("p=reject; pct=20"), "older ones act so on 20 % of the mail only");
  assert.doesNotMatch(said("p=reject; pct=100"), /pct/);
  assert.doesNotMatch(said("p=none; t=y"), /testing/);
  says(said("p=reject; psd=n"), "an organization of its own");
  says(said("p=reject; psd=y"), "every name right below is an organization of its own");
});

test("DMARC: what names below get is not known where a domain above may have a record (RFC 9989 4.10.2)", () => {
  const record = 'TXT "v=DMARC1; p=reject; rua=mailto:d@example.net"\n';
  says(hover(`_dmarc.shop.example.org. ${record}`, "v=DMARC1"), "unless a domain above has a DMARC record");
  assert.doesNotMatch(hover(`_dmarc ${record}`, "v=DMARC1"), /unless/);
});

test("DMARC: a record at eight labels or more is never found for names below it (RFC 9989 4.10)", () => {
  const zone = '_dmarc.b.c.d.e.f.g TXT "v=DMARC1; p=reject; rua=mailto:d@example.net"\n';
  says(hover(zone, "v=DMARC1"), "is rejected", "names below it: receivers never find this record for them");
});

test("DMARC: below a wildcard every name exists, so that `np` never applies (RFC 9989 3.2.13, RFC 4592 2.2.1)", () => {
  const zone = '_dmarc TXT "v=DMARC1; p=reject; sp=none; np=reject; rua=mailto:d@example.net"\n';
  says(hover(zone, "v=DMARC1"), "names that do not exist: rejected (`np=reject`)");
  says(
    hover(`${zone}* A 192.0.2.1\n`, "v=DMARC1"),
    "`np=reject` never applies: `*.example.com` makes every name exist",
  );
});

test("DMARC: reports to a host without mail are lost (RFC 7505 3, RFC 9990 3.5.2)", () => {
  const zone = `@ SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@gone.example.com,mailto:b@null.example.com,mailto:c@example.com"
null MX 0 .
@ MX 10 mx.example.net.
`;
  says(
    hover(zone, "v=DMARC1"),
    "`a@gone.example.com`: **lost**, gone.example.com takes no mail",
    "`b@null.example.com`: **lost**, null.example.com takes no mail",
    "`c@example.com` ✓",
  );
});

test("DMARC: a record that receivers do not find, discard, or read for one name only", () => {
  says(hover('@ TXT "v=DMARC1; p=reject"\n', "v=DMARC1"), "do not find this record", "`_dmarc.example.com`");
  says(
    hover('_dmarc TXT "v=DMARC1; p=reject"\n_dmarc TXT "v=DMARC1; p=none"\n', "v=DMARC1; p=reject"),
    "None of the DMARC records of example.com counts",
  );
  // RFC 9989 4.7: sp is ignored below the Organizational Domain.
  says(
    hover(
      '_dmarc TXT "v=DMARC1; p=none"\n_dmarc.mail TXT "v=DMARC1; p=reject; sp=none"\n',
      "v=DMARC1; p=reject",
    ),
    "**Mail that fails DMARC for mail.example.com is rejected**",
    "as the record of example.com says",
  );
});

test("DMARC: what a record below _report._dmarc lets in", () => {
  says(
    hover('example.net._report._dmarc TXT "v=DMARC1;"\n', "v=DMARC1"),
    "**example.com accepts DMARC reports about example.net**",
  );
  says(hover('*._report._dmarc TXT "v=DMARC1"\n', "v=DMARC1"), "about any domain", "Anybody");
  says(hover('example.net._report._dmarc TXT "ok"\n', '"ok"'), "does not accept DMARC reports");
});

test("MX: who takes the mail, in which order, whose it is; a null MX", () => {
  const zone = "@ MX 20 backup.example.net.\n@ MX 10 mail\nmail A 192.0.2.25\n";
  says(
    hover(zone, "@ MX 20"),
    "**Mail for example.com goes to backup.example.net**",
    "tried after the other host",
    "10 `mail.example.com` · `192.0.2.25`",
    "20 `backup.example.net` · outside this workspace",
  );
  says(hover("@ MX 1 aspmx.l.google.com.\n", "@ MX"), "Google Workspace", "the only host");
  says(hover("@ MX 10 nowhere\n", "@ MX"), "has no address");
  says(hover("@ MX 0 .\n", "@ MX"), "**example.com accepts no mail**", "RFC 7505");
});

test("TLS-RPT, MTA-STS and BIMI: what they do, and where they do nothing", () => {
  says(
    hover('_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.net"\n', "v=TLSRPTv1"),
    "**Failed encryption of mail to example.com is reported**",
    "`tls@example.net`",
  );
  says(hover('_smtp._tls TXT "v=TLSRPTv1;"\n', "v=TLSRPTv1"), "Nobody sends reports", "no address");
  const host = "mta-sts A 192.0.2.50\n";
  says(
    hover(`_mta-sts TXT "v=STSv1; id=7"\n${host}`, "v=STSv1"),
    "**example.com has a policy on encrypted mail**",
    "`https://mta-sts.example.com/.well-known/mta-sts.txt`",
    "`id=7`",
  );
  says(hover('_mta-sts TXT "v=STSv1; id=7"\n', "v=STSv1"), "has no address");
  says(hover(`mta-sts TXT "v=STSv1; id=7"\n${host}`, "v=STSv1"), "does not stand where they look");
  const logo = 'default._bimi TXT "v=BIMI1; l=https://example.com/l.svg; a=https://example.com/l.pem"\n';
  says(hover(logo, "v=BIMI1"), "names a logo", "No logo is shown: `example.com` has no DMARC policy");
  says(hover('default._bimi TXT "v=BIMI1; l=; a=;"\n', "v=BIMI1"), "declines to show a logo");
});
