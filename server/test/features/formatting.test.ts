import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatting, rangeFormatting } from "../../src/features/formatting.ts";
import { edited, recordsOf, zone } from "./marked.ts";

const SPACES = { insertSpaces: true, tabSize: 4 };
const TABS = { insertSpaces: false, tabSize: 8 };

function formatted(text: string, style = SPACES): string {
  const document = zone("example.com.", text);
  return edited(document, formatting(document, style));
}

test("columns are lined up in each paragraph, comments and strings kept", () => {
  assert.equal(
    formatted(`$TTL   3600
@ in soa ns1 hostmaster (
    1 ; serial
    2 3 4 5 )
  IN NS   ns1   ; first
mail   300 IN A 192.0.2.1 ; the mail host
www IN A 192.0.2.2

; alone
a-longer-name IN TXT "two  spaces"   "; no comment" ; a comment
b TXT x
`),
    `$TTL   3600
@        IN SOA ns1 hostmaster (
    1 ; serial
    2 3 4 5 )
         IN NS  ns1       ; first
mail 300 IN A   192.0.2.1 ; the mail host
www      IN A   192.0.2.2

; alone
a-longer-name IN TXT "two  spaces" "; no comment" ; a comment
b                TXT x
`,
  );
});

test("tabs end each column at a tab stop", () => {
  assert.equal(
    formatted("mail 300 IN A 192.0.2.1\nlonger-name IN TXT x\n", TABS),
    "mail\t\t300\tIN\tA\t192.0.2.1\nlonger-name\t\tIN\tTXT\tx\n",
  );
});

test("a range changes its own lines alone, as wide as their paragraph", () => {
  const document = zone("example.com.", "a IN A 192.0.2.1\nlonger IN A 192.0.2.2\nb   IN   A   192.0.2.3\n");
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } };
  assert.equal(
    edited(document, rangeFormatting(document, range, SPACES)),
    "a IN A 192.0.2.1\nlonger IN A 192.0.2.2\nb      IN A 192.0.2.3\n",
  );
});

test("what is broken stays as it is, and everything else is still formatted or left whole", () => {
  for (const text of ['a IN TXT "open\nb IN A 192.0.2.1\n', "a IN ( A\n192.0.2.1\n", "x y z\n"]) {
    const document = zone("example.com.", text);
    const after = zone("example.com.", formatted(text));
    assert.deepEqual(recordsOf(after), recordsOf(document));
  }
});

test("formatting changes no record and is done after one time (property)", () => {
  const space = fc.constantFrom(" ", "  ", "\t", " \t ");
  const owner = fc.constantFrom(
    "",
    "@",
    "a",
    "mail",
    "*.x",
    "a\\.b",
    "a\\ b",
    '"q"',
    "very-long-owner-name.example.com.",
  );
  const rdata = fc.constantFrom(
    "A 192.0.2.1",
    "a   192.0.2.1",
    "MX 10   mail",
    'TXT "a  b"  "c;d"',
    'TXT "a""b"',
    "TXT a\\;b",
    'TXT (\n "x  y"   ; in here\n "z" )',
    "SOA a b ( 1 2 3 4 5 )",
    "SOA a b (\n1 ; s\n2 3 4 5 )",
    "CNAME",
    'TXT "open',
  );
  const line = fc.oneof(
    fc
      .tuple(
        owner,
        space,
        fc.constantFrom("", "300", "1h", "IN", "300 IN", "IN 300"),
        space,
        rdata,
        fc.constantFrom("", " ; c", ";c", "  "),
      )
      .map((parts) => parts.join("")),
    fc.constantFrom("", "; comment  ", "$ORIGIN sub", "$TTL  1h", "   "),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 15 }),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom(SPACES, TABS),
      (lines, eol, style) => {
        const text = lines.join("\n").replaceAll("\n", eol);
        const once = formatted(text, style);
        assert.deepEqual(recordsOf(zone("example.com.", once)), recordsOf(zone("example.com.", text)));
        assert.equal(formatted(once, style), once);
      },
    ),
    { numRuns: Number(process.env.DNSLENS_RUNS ?? 200) },
  );
});

test("a value in quotes stays with its key, as name servers want it (RFC 9460 2.1)", () => {
  assert.equal(
    formatted('www   HTTPS 1 .  alpn="h2,h3"   port=443\na A 192.0.2.1\n'),
    'www HTTPS 1 . alpn="h2,h3" port=443\na   A     192.0.2.1\n',
  );
});
