// What the editor shows beside the text: outline, folds, hints, lenses, colours, links, selections, hovers.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordDocument } from "../../src/dns/document.ts";
import { codeLenses, resolveCodeLens } from "../../src/features/codeLens.ts";
import { documentLinks } from "../../src/features/documentLinks.ts";
import { documentSymbols } from "../../src/features/documentSymbols.ts";
import { foldingRanges } from "../../src/features/folding.ts";
import { hover } from "../../src/features/hover.ts";
import { inlayHints } from "../../src/features/inlayHints.ts";
import { selectionRanges } from "../../src/features/selectionRanges.ts";
import { SEMANTIC_LEGEND, semanticTokens, semanticTokensIn } from "../../src/features/semanticTokens.ts";
import { inWords } from "../../src/features/timeSpans.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { HEAD, marked, textOf } from "./marked.ts";

test("outline: records below their owners, in document order", () => {
  const { document } = marked(`${HEAD}mail IN A 192.0.2.2\n  IN AAAA 2001:db8::1\n`);
  assert.deepEqual(
    documentSymbols(document).map(({ name, detail, children }) => [
      name,
      detail,
      children?.map((child) => child.detail),
    ]),
    [
      ["example.com", "SOA, NS", ["ns1 hostmaster 2026010101 7200 3600 1209600 300", "ns1"]],
      ["ns1.example.com", "A", ["192.0.2.1"]],
      ["mail.example.com", "A, AAAA", ["192.0.2.2", "2001:db8::1"]],
    ],
  );
  // Editors refuse an outline whose selection lies outside of its range.
  for (const symbol of documentSymbols(document)) {
    assert.ok(document.offsetAt(symbol.range.start) <= document.offsetAt(symbol.selectionRange.start));
    assert.ok(document.offsetAt(symbol.selectionRange.end) <= document.offsetAt(symbol.range.end));
  }
});

test("folds: parentheses, records that inherit their owner, runs of comments", () => {
  const { document } = marked(
    "; a\n; b\n; c\n@ 60 IN SOA a b (\n 1 2 3\n 4 5 )\nmail 60 IN A 192.0.2.2\n 60 IN MX 10 mail\n 60 IN TXT x\nwww 60 IN A 192.0.2.3\n",
  );
  assert.deepEqual(
    foldingRanges(document).map(({ startLine, endLine, kind }) => [startLine, endLine, kind ?? "region"]),
    [
      [0, 2, "comment"],
      [3, 5, "region"],
      [6, 8, "region"],
    ],
  );
});

const ALL = { ttl: true, owner: true, lookups: true, keyBits: true };

test("hints: TTLs in words, absolute owners, lookups, key sizes; each can be switched off", () => {
  const { document, workspace } = marked(
    `$TTL 86400\n${HEAD}mail 3600 IN A 192.0.2.2\n@ IN MX 10 mail\n@ IN TXT "v=spf1 a mx include:_x.example.net -all"\nb._domainkey IN TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="\nwww.example.com. IN A 192.0.2.3\n`,
  );
  const hints = (settings: typeof ALL) =>
    inlayHints(
      document,
      { start: 0, end: document.length },
      workspace.lookupFrom(document.uri),
      settings,
    ).map(({ label, position }) => `${position.line} ${String(label)}`);
  const all = hints(ALL);
  // Line 3 is the SOA, whose times are said in words too.
  for (const hint of [
    "0 1 day",
    "2 1 hour",
    "3 2 hours",
    "3 14 days",
    "3 5 minutes",
    "3 example.com.",
    "6 1 hour",
    "6 mail.example.com.",
    "8 ≥ 3/10 lookups",
    "9 Ed25519",
  ])
    assert.ok(
      all.includes(hint) || all.includes(hint.replace("14 days", "2 weeks")),
      `${hint} is not in\n${all.join("\n")}`,
    );
  assert.ok(!all.some((hint) => hint.startsWith("10 ")), "an absolute owner needs no hint");
  assert.deepEqual(hints({ ttl: false, owner: false, lookups: true, keyBits: false }), ["8 ≥ 3/10 lookups"]);
  assert.deepEqual(hints({ ttl: false, owner: false, lookups: false, keyBits: true }), ["9 Ed25519"]);
});

test("time spans in words", () => {
  const said = [30, 60, 90, 3600, 5400, 86_400, 129_600, 604_800, 864_000, 1_209_600].map(inWords);
  assert.deepEqual(said, [
    "30 seconds",
    "1 minute",
    "1 minute 30 seconds",
    "1 hour",
    "1 hour 30 minutes",
    "1 day",
    "1 day 12 hours",
    "1 week",
    "10 days",
    "2 weeks",
  ]);
});

test("lenses: what SPF, DMARC and DKIM records come to", () => {
  const { document, workspace } = marked(
    `${HEAD}@ IN TXT "v=spf1 ip4:198.51.100.0/22 -all"\n_dmarc IN TXT "v=DMARC1; p=reject; sp=none"\n@ IN TXT "other"\n`,
  );
  const titles = codeLenses(document).map(
    (lens) =>
      resolveCodeLens(document, lens, workspace.lookupFrom(document.uri), () => ({ command: "" })).command
        ?.title,
  );
  // A /22 holds 2^10 addresses.
  assert.deepEqual(titles, ["authorizes 1,024 IPv4 addresses, 0/10 lookups", "p=reject, subdomains none"]);
});

// RFC 7208 section 3.1: SPF records are TXT records. An editor keeps a line free for a lens without words.
test("lenses: none stays without words", () => {
  const { document, workspace } = marked(`${HEAD}@ IN SPF "v=spf1 -all"\na IN SPF "v=spf1 +all"\n`);
  const project = new TerraformProject();
  const tf = project.open(
    "file:///zones/main.tf",
    `resource "aws_route53_zone" "z" { name = "example.com" }\nresource "aws_route53_record" "k" {\n  zone_id = aws_route53_zone.z.zone_id\n  name = "s._domainkey"\n  type = "TXT"\n  records = ["v=DKIM1; p=\${var.key}"]\n}\n`,
  );
  const titlesOf = (one: RecordDocument) =>
    codeLenses(one).map(
      (lens) =>
        resolveCodeLens(one, lens, workspace.lookupFrom(one.uri), () => ({ command: "" })).command?.title,
    );
  const notRead = "not read by receivers: SPF is a TXT record";
  assert.deepEqual(titlesOf(document), [notRead, notRead]);
  assert.deepEqual(titlesOf(tf), ["what this comes to is not known here"]);
});

test("code lenses say what a record came to at the last commit, where that differs", () => {
  const { document, workspace } = marked(
    `${HEAD}@ IN TXT "v=spf1 ip4:192.0.2.0/25 -all"\n_dmarc IN TXT "v=DMARC1; p=reject"\na IN TXT "v=spf1 -all"\n`,
  );
  const before = new ZoneDocument(
    document.uri,
    `${HEAD}@ IN TXT "v=spf1 ip4:192.0.2.0/24 -all"\n_dmarc IN TXT "v=DMARC1;p=reject"\n`,
    { origin: "example.com." },
  );
  const titles = codeLenses(document).map(
    (lens) =>
      resolveCodeLens(
        document,
        lens,
        workspace.lookupFrom(document.uri),
        () => ({ command: "" }),
        before,
      ).command?.title.split(" · ")[1],
  );
  assert.deepEqual(titles, [
    "at the last commit: authorizes 256 IPv4 addresses, 0/10 lookups",
    undefined,
    "new since the last commit",
  ]);
});

test("colours: each token with its type, in a whole document and in a range", () => {
  const { document } = marked('@ 60 IN MX 10 mail\n@ IN TXT "v=spf1 -ip4:192.0.2.1 ~all"\n');
  const shown = (data: readonly number[]) => {
    const out: string[] = [];
    let [line, character] = [0, 0];
    for (let i = 0; i < data.length; i += 5) {
      const [down = 0, along = 0, length = 0, type = 0] = data.slice(i, i + 5);
      character = down === 0 ? character + along : along;
      line += down;
      const start = { line, character };
      const text = textOf(document, { start, end: { line, character: character + length } });
      out.push(`${text}:${SEMANTIC_LEGEND.tokenTypes[type]}`);
    }
    return out;
  };
  const spf = [
    "@:variable",
    "TXT:type",
    "-:operator",
    "ip4:function",
    "192.0.2.1:number",
    "~:operator",
    "all:function",
  ];
  assert.deepEqual(shown(semanticTokens(document) ?? []), [
    "@:variable",
    "60:number",
    "MX:type",
    "10:number",
    "mail:variable",
    ...spf,
  ]);
  assert.deepEqual(shown(semanticTokensIn(document, { start: 25, end: 26 })), spf);
});

test("links: included files beside their file, and mail addresses", () => {
  const { document } = marked(
    `$INCLUDE "sub/more.zone"\n_dmarc IN TXT "v=DMARC1; rua=mailto:a@example.net!10m"\n`,
  );
  assert.deepEqual(
    documentLinks(document).map(({ range, target }) => [textOf(document, range), target]),
    [
      ['"sub/more.zone"', "file:///zones/sub/more.zone"],
      ["mailto:a@example.net", "mailto:a@example.net"],
    ],
  );
});

test("an expanding selection: word, field, rdata, record, owner, file", () => {
  const { document, position } = marked(`${HEAD}mail IN A 192.0.2.2\nmail IN TXT "one t§wo" "three"\n`);
  const taken: string[] = [];
  let range = selectionRanges(document, [position])[0];
  for (; range !== undefined; range = range.parent) taken.push(textOf(document, range.range));
  assert.deepEqual(taken.slice(0, 4), [
    "two",
    '"one two"',
    '"one two" "three"',
    'mail IN TXT "one two" "three"',
  ]);
  assert.equal(taken.at(-2), 'mail IN A 192.0.2.2\nmail IN TXT "one two" "three"');
  assert.equal(taken.at(-1), document.text());
});

test("hover: the token under the cursor first, then its record", () => {
  const value = (text: string) => {
    const { document, offset, workspace } = marked(text);
    const found = hover(document, offset, workspace.lookupFrom(document.uri));
    assert.ok(found !== null && typeof found.contents === "object" && "value" in found.contents);
    return found.contents.value;
  };
  assert.match(value(`${HEAD}ma§il 5400 IN A 192.0.2.2\n`), /^`mail` stands for `mail\.example\.com\.`/);
  assert.match(value(`${HEAD}mail 54§00 IN A 192.0.2.2\n`), /1 hour 30 minutes/);
});

test("a selection lies in the document, also where the place that was asked about does not", () => {
  const empty = new ZoneDocument("a.zone", "");
  const start = { line: 0, character: 0 };
  for (const position of [
    { line: 0, character: 5 },
    { line: 7, character: 0 },
  ])
    assert.deepEqual(selectionRanges(empty, [position]), [{ range: { start, end: start } }]);
});
