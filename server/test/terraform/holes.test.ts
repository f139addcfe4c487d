import assert from "node:assert/strict";
import { test } from "node:test";
import { RSA_2048 } from "../../src/rules/dkim/examples.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf } from "../../src/workspace.ts";

// Sound records: whatever is said once a part of one is unknown is said because of what is unknown.
const RECORDS: readonly (readonly [name: string, text: string])[] = [
  [
    "_dmarc",
    "v=DMARC1; p=reject; sp=reject; np=reject; adkim=s; aspf=s; fo=1; rua=mailto:a@corp.net; ruf=mailto:b@corp.net",
  ],
  ["_dmarc", "v=DMARC1; p=quarantine; pct=50; rua=mailto:a@corp.net,mailto:b@corp.net"],
  ["_smtp._tls", "v=TLSRPTv1; rua=mailto:a@corp.net,https://r.corp.net/x"],
  ["_mta-sts", "v=STSv1; id=20260101"],
  ["default._bimi", "v=BIMI1; l=https://corp.net/a.svg; a=https://corp.net/a.pem"],
  [
    "@",
    "v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 ip6:2001:db8::/32 include:spf.corp.net a:h.corp.net mx exists:%{i}.x.corp.net -all",
  ],
  ["@", "v=spf1 include:_spf.google.com redirect=spf.corp.net"],
  ["s1._domainkey", `v=DKIM1; k=rsa; t=s; h=sha256; s=email; p=${RSA_2048}`],
];
const LENGTHS = [0, 1, 3, 8, 20, 60];
/** Past this a key goes on, and one place is as good as another. */
const DENSE = 160;

function rulesFor(name: string, text: string, type = "TXT"): readonly string[] {
  const document = new TerraformProject().open(
    "file:///w/main.tf",
    `variable "x" {}
resource "cloudflare_zone" "z" {
  zone = "corp.net"
}
resource "cloudflare_record" "r" {
  zone_id = cloudflare_zone.z.id
  name    = "${name}"
  type    = "${type}"
  content = "${text.replaceAll("%{", "%%{")}"
}
`,
  );
  return findingsOf(document).map(({ rule }) => rule.id);
}

for (const [name, text] of RECORDS) {
  test(`an unknown part, anywhere, is no reason for a finding: ${text.slice(0, 40)}`, () => {
    const whole = new Set(rulesFor(name, text));
    for (let start = 0; start < text.length; start += start > DENSE ? 41 : 1) {
      for (const length of LENGTHS) {
        const holed = `${text.slice(0, start)}\${var.x}${text.slice(start + length)}`;
        const more = rulesFor(name, holed).filter((id) => !whole.has(id));
        assert.deepEqual(more, [], holed);
      }
    }
  });
}

const KNOWN: readonly (readonly [name: string, text: string, rule: string])[] = [
  ["@", "v=spf1 include:${var.x} +all", "spf-all-plus"],
  ["@", "v=spf1 ${var.x} all", "spf-all-plus"],
  ["@", "v=spf1 ip4:${var.x} ?all", "spf-all-neutral"],
  ["@", "v=spf1 include:${var.x} -all -all", "spf-all-multiple"],
  ["@", "v=spf1 a:${var.x} -all mx", "spf-all-not-last"],
  ["@", "v=spf1 include:${var.x} redirect=spf.corp.net -all", "spf-redirect-with-all"],
  ["@", '${format("v=spf1 include:%s +all", var.x)}', "spf-all-plus"],
  ["_dmarc", "v=DMARC1; p=${var.x}; rua=a@corp.net", "dmarc-uri-missing-mailto"],
  ["_dmarc", "v=DMARC1; p=${var.x}; ruf=mailto:", "dmarc-uri-invalid"],
  ["_dmarc", "v=DMARC1; p=${var.x}; rua=mailto:a@corp.net!10m", "dmarc-uri-size-suffix"],
  ["_smtp._tls", "v=TLSRPTv1; x=${var.x}; rua=mailto:reports.corp.net", "tlsrpt-uri-invalid"],
];
for (const [name, text, rule] of KNOWN) {
  test(`a part that is known is wrong whatever the unknown one is: ${text}`, () => {
    assert.ok(rulesFor(name, text).includes(rule), rulesFor(name, text).join());
  });
}

// It may be empty, or hold parameters of its own.
test("a part that is not known takes the place of any number of items", () => {
  for (const [type, rdata] of [
    ["CAA", '0 issue \\"a.net\\"${var.x}'],
    ["MX", "10 mx.corp.net. ${var.x}"],
    ["TYPE65400", "${var.x}"],
    ["TYPE65400", "\\\\# ${var.x}"],
    ["TYPE65400", "\\\\# 4 aabb${var.x}"],
    ["LOC", "37 ${var.x}46 46 N 122 23 35 W 0m"],
    ["LOC", "37 46 46 N ${var.x}"],
    ["SRV", "${var.x} t.corp.net."],
    ["NAPTR", '1 2 ${var.x}\\"s\\" \\"SIP+D2U\\" \\"\\" _sip._udp.corp.net.'],
    ["LOC", "${var.x} W 0m"],
    ["DNSKEY", "257 3 13 mdsswUyr3DPW ${var.x} 132mOi8V9xESWE8jTo0d"],
  ])
    assert.deepEqual(
      rulesFor("@", rdata ?? "", type).filter((id) => /^zone-(?:rdata|loc)/.test(id)),
      [],
      rdata,
    );
  assert.ok(rulesFor("@", "37 61 46 N ${var.x}", "LOC").includes("zone-rdata-range"));
});

test("nobody is told that there is no `all` where an unknown part may bring one", () => {
  assert.deepEqual(
    rulesFor("@", "v=spf1 mx ${var.x}").filter((id) => id === "spf-all-missing"),
    [],
  );
});
