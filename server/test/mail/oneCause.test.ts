// One mistake is told once, and the first fix of that finding writes the record that was meant; where nothing is to be
// written, there is no fix. Expected texts follow the grammars: RFC 6376 3.2, RFC 8460 3, RFC 8461 3.1, RFC 9989 4.8.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFix, type Finding, spanOf } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

type Case = readonly [owner: string, written: string, id: string, wanted: string | undefined];

/** `written` in quotes, unless it begins with a quote or an apostrophe of its own. */
const CASES: readonly Case[] = [
  // What is no `name=value` voids an MTA-STS record (RFC 8461 3.1), and does not match the grammar of RFC 8460 3.
  ["_mta-sts", "v=STSv1; id=1; abc", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id=1; =x", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id=1; -x=1", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id:1", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id 1", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id", "mtasts-id-missing", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; \\194\\160id=1", "mtasts-id-missing", "v=STSv1; id=1"],
  ["_mta-sts", "v:STSv1; id=1", "mtasts-version", "v=STSv1; id=1"],
  ["_mta-sts", "\\239\\187\\191v=STSv1; id=1", "mtasts-version", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id=1; mode: enforce", "mtasts-policy-in-txt", "v=STSv1; id=1"],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net; abc",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net; =x",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua:mailto:t@corp.net",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua mailto:t@corp.net?subject=x",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net?subject=x",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; RUA=mailto:t@corp.net",
    "tlsrpt-rua-missing",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  ["_smtp._tls", "v:TLSRPTv1; rua=mailto:t@corp.net", "tlsrpt-version", "v=TLSRPTv1; rua=mailto:t@corp.net"],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net!10m",
    "tlsrpt-uri-unencoded",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=https://corp.net/a!b",
    "tlsrpt-uri-unencoded",
    "v=TLSRPTv1; rua=https://corp.net/a%21b",
  ],
  [
    "default._bimi",
    "\\239\\187\\191v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
    "bimi-version",
    "v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
  ],
];

for (const [owner, written, id, wanted] of CASES) {
  test(`${id}: ${written.replace(/[A-Za-z0-9+/]{60,}/g, "KEY")}`, () => {
    const quoted = /^["']/.test(written)
      ? written
      : `"${written.match(/(?:\\\d{3}|.){1,240}/g)?.join('" "') ?? ""}"`;
    const document = new ZoneDocument("file:///z.zone", `${owner} 3600 TXT ${quoted}\n`, {
      origin: "corp.net.",
    });
    const found = findingsOf(document).filter(isSerious);
    assert.deepEqual(
      found.map(({ rule }) => rule.id),
      [id],
    );
    const [fix] = found[0]?.fixes ?? [];
    const edits = fix === undefined ? undefined : encodeFix(fix);
    assert.equal(edits !== undefined, wanted !== undefined, "a fix");
    if (edits === undefined) return;
    for (const { at, text } of [...edits].reverse()) document.replace(at, text);
    assert.equal([...document.records()][0]?.text?.text, wanted);
    assert.ok(!findingsOf(document).some(({ rule }) => rule.id === id));
  });
}

function isSerious({ severity }: Finding): boolean {
  return severity === "error" || severity === "warning";
}

test("the finding of a character beyond ASCII covers all its octets", () => {
  const zone = '_smtp._tls 3600 TXT "v=TLSRPTv1;\\194\\160rua=mailto:t@corp.net"\n';
  const document = new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." });
  const found = findingsOf(document).find(({ rule }) => rule.id === "tlsrpt-non-ascii");
  assert.ok(found !== undefined);
  const { start, end } = spanOf(found.at);
  assert.equal(zone.slice(start, end), "\\194\\160");
});
