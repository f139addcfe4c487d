// What leads from one name to another: definition, references, highlights, rename, call hierarchy, symbols.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Range } from "vscode-languageserver";
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from "../../src/features/callHierarchy.ts";
import { definition } from "../../src/features/definition.ts";
import { documentHighlights, references } from "../../src/features/references.ts";
import { prepareRename, RenameRefused, rename } from "../../src/features/rename.ts";
import { workspaceSymbols } from "../../src/features/workspaceSymbols.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { assertGrowth, milliseconds } from "../growth.ts";
import { edited, HEAD, type Marked, marked, recordsOf, textOf, zone } from "./marked.ts";

/** Lines of the places that the name at the cursor leads to, each behind its file's origin. */
function leadsTo({ documents, offset }: Marked): readonly string[] {
  return definition(documents, offset).map(({ targetUri, targetRange }) => {
    const target = documents.find(({ uri }) => uri === targetUri);
    assert.ok(target);
    return `${target.origin} ${textOf(target, targetRange)}`;
  });
}

test("definition: a target leads to its addresses, relative or absolute, below any $ORIGIN", () => {
  const text = `${HEAD}@ IN MX 10 ma§il\nmail IN A 192.0.2.2\nmail IN TXT "x"\nmail IN AAAA 2001:db8::1\n`;
  assert.deepEqual(leadsTo(marked(text)), [
    "example.com. mail IN A 192.0.2.2",
    "example.com. mail IN AAAA 2001:db8::1",
  ]);
  const other = { "example.net.": "mail IN A 192.0.2.9\n" };
  assert.deepEqual(leadsTo(marked(`${HEAD}www IN CNAME mail.§example.net.\n`, other)), [
    "example.net. mail IN A 192.0.2.9",
  ]);
  assert.deepEqual(
    leadsTo(marked(`${HEAD}$ORIGIN sub.example.com.\nwww IN CNAME ap§p\napp IN A 192.0.2.3\n`)),
    ["example.com. app IN A 192.0.2.3"],
  );
});

test("definition: include and redirect lead to SPF records, a report address to the permission for it", () => {
  const include = `${HEAD}@ IN TXT "v=spf1 include:_sp§f.example.net -all"\n`;
  const other = { "example.net.": '_spf IN A 192.0.2.1\n_spf IN TXT "v=spf1 -all"\n' };
  assert.deepEqual(leadsTo(marked(include, other)), ['example.net. _spf IN TXT "v=spf1 -all"']);
  const report = `${HEAD}_dmarc IN TXT "v=DMARC1; p=none; rua=mailto:a@§example.net"\n`;
  const permission = { "example.net.": 'example.com._report._dmarc IN TXT "v=DMARC1"\n' };
  assert.deepEqual(leadsTo(marked(report, permission)), [
    'example.net. example.com._report._dmarc IN TXT "v=DMARC1"',
  ]);
});

test("definition: split and escaped strings lead on as well", () => {
  const text = `${HEAD}_a IN TXT "v=spf1 -all"\n@ IN TXT "v=spf1 include:_a.ex" "ampl§e.com -all"\n`;
  assert.deepEqual(leadsTo(marked(text)), ['example.com. _a IN TXT "v=spf1 -all"']);
});

test("references and highlights: each form of the name, and no other name that begins alike", () => {
  const text = `${HEAD}mail§ IN A 192.0.2.2\n@ IN MX 10 mail\n@ IN MX 20 MAIL.example.com.\nmail2 IN CNAME mail\n@ IN TXT "v=spf1 a:mail.example.com -all"\nmail.sub IN A 192.0.2.4\nx IN CNAME mail.sub\n`;
  const place = marked(text, { "example.net.": "@ IN MX 10 mail.example.com.\n@ IN MX 10 mail\n" });
  const found = references(place.documents, place.offset, { includeDeclaration: true });
  assert.deepEqual(
    found.map(({ uri, range }) => {
      const document = place.documents.find((one) => one.uri === uri);
      assert.ok(document);
      return `${document.origin} ${textOf(document, range)}`;
    }),
    [
      "example.com. mail",
      "example.com. mail",
      "example.com. MAIL.example.com.",
      "example.com. mail",
      "example.com. mail.example.com",
      "example.net. mail.example.com.",
    ],
  );
  assert.equal(references(place.documents, place.offset, { includeDeclaration: false }).length, 5);
  // 3 is the kind for written places, 2 for read ones.
  assert.deepEqual(
    documentHighlights(place.document, place.offset).map(({ kind }) => kind),
    [3, 2, 2, 2, 2],
  );
});

test("rename: every place keeps its form, in every file", () => {
  const place = marked(
    `${HEAD}ma§il IN A 192.0.2.2\n@ IN MX 10 mail\n@ IN MX 20 mail.example.com.\n@ IN TXT "v=spf1 a:mail.example.com -all"\n$ORIGIN mail.example.com.\n@ IN TXT "x"\n`,
    { "example.net.": "@ IN MX 10 mail.example.com.\n" },
  );
  assert.deepEqual(prepareRename(place.document, place.offset).placeholder, "mail");
  const changes = rename(place.documents, place.offset, "smtp");
  assert.equal(
    edited(place.document, changes[place.document.uri] ?? []),
    `${HEAD}smtp IN A 192.0.2.2\n@ IN MX 10 smtp\n@ IN MX 20 smtp.example.com.\n@ IN TXT "v=spf1 a:smtp.example.com -all"\n$ORIGIN mail.example.com.\nsmtp.example.com. IN TXT "x"\n`,
  );
  assert.equal(changes["file:///zones/example.net.zone"]?.[0]?.newText, "smtp.example.com.");
});

// RFC 1034 section 4.2.1: a zone holds the names at and below its top; of others it says nothing.
test("rename: a name that has records stays in its zone, one that is pointed to may leave it", () => {
  const lines = "ma§il IN A 192.0.2.2\n@ IN MX 10 mail\n";
  for (const outside of ["mx.example.org.", "com.", "xexample.com."])
    assert.throws(() => renamed(lines, outside), /lies outside the zone example\.com, .*below example\.com/);
  assert.equal(renamed(lines, "a.b"), "a.b IN A 192.0.2.2\n@ IN MX 10 a.b\n");
  assert.equal(
    renamed("@ IN MX 10 mx.provi§der.example.\n$ORIGIN example.\n@ IN NS mx.provider\n", "mx.other.example."),
    "@ IN MX 10 mx.other.example.\n$ORIGIN example.\n@ IN NS mx.other\n",
  );
  // Without an SOA nobody knows where the zone begins.
  const piece = zone("example.com.", "mail IN A 192.0.2.2\n");
  assert.equal(rename([piece], 0, "mx.example.org.")[piece.uri]?.[0]?.newText, "mx.example.org.");
});

// RFC 7208 section 3.3: the strings of a record are one text, and none may be longer than 255 octets (RFC 1035 section 3.3).
test("rename: a name that goes on in the next string, and strings that get too long", () => {
  const long = "ip4:192.0.2.1 ".repeat(16);
  const place = marked(
    `${HEAD}ma§il IN A 192.0.2.2\n@ IN TXT "v=spf1 a:mail.exa" "mple.com mx:ma" "il.example.com -all"\nx IN TXT "v=spf1 a:mail.example.com ${long}-all"\ny IN TXT (\n\t"v=spf1 a:m"\n\t"ail.example.com -all" )\n`,
  );
  assert.equal(references(place.documents, place.offset, { includeDeclaration: false }).length, 4);
  const { [place.document.uri]: edits = [] } = rename(place.documents, place.offset, "our-post-office");
  const after = new ZoneDocument(place.document.uri, edited(place.document, edits));
  const host = "our-post-office.example.com";
  const texts = [...after.records()].flatMap(({ text }) => text ?? []);
  assert.deepEqual(
    texts.map(({ text }) => text),
    [`v=spf1 a:${host} mx:${host} -all`, `v=spf1 a:${host} ${long}-all`, `v=spf1 a:${host} -all`],
  );
  for (const { text, breaks } of texts) {
    const borders = [0, ...breaks, text.length];
    assert.ok(borders.every((border, i) => border - (borders[i - 1] ?? 0) <= 255));
  }
  const inside = marked(`${HEAD}@ IN TXT "v=spf1 a:mail.ex" "amp§le.com -all"\n`);
  assert.equal(prepareRename(inside.document, inside.offset).placeholder, "mail.example.com");
  const commented = marked(
    `${HEAD}ma§il IN A 192.0.2.2\n@ IN TXT ( "v=spf1 a:mail.ex" ; one\n"ample.com -all" )\n`,
  );
  assert.throws(() => rename(commented.documents, commented.offset, "post"), /comment stands between/);
});

// RFC 5890 section 2.3.2.1: what is stored and asked for is the A-label.
test("rename: an internationalized name is written as the DNS has it", () => {
  const host = marked(`${HEAD}w§ww IN A 192.0.2.1\n@ IN TXT "v=spf1 a:www.example.com -all"\n`);
  const changes = rename(host.documents, host.offset, "Bücher");
  assert.equal(
    edited(host.document, changes[host.document.uri] ?? []),
    `${HEAD}xn--bcher-kva IN A 192.0.2.1\n@ IN TXT "v=spf1 a:xn--bcher-kva.example.com -all"\n`,
  );
  assert.throws(() => rename(host.documents, host.offset, "b\u00a0ü"), RenameRefused);
});

/** What renaming the name at the cursor leaves of the lines below the zone's head. */
function renamed(lines: string, to: string): string {
  const { documents, document, offset } = marked(HEAD + lines);
  return edited(document, rename(documents, offset, to)[document.uri] ?? []).slice(HEAD.length);
}

// RFC 1035 section 5.1: what is no letter, digit or hyphen is compared by its octets, however it is written.
test("rename: names with other characters are found in rdata as well", () => {
  for (const label of ["bücher", "😀", "a$b", "c,d", "b!c", "q?r", "a@b", "\\(p\\)"]) {
    assert.equal(
      renamed(`${label}§ IN A 192.0.2.2\nx IN CNAME ${label}\n@ IN MX 10 ${label}.example.com.\n`, "new"),
      "new IN A 192.0.2.2\nx IN CNAME new\n@ IN MX 10 new.example.com.\n",
    );
    assert.equal(
      renamed(`§www.${label} IN A 192.0.2.2\n$ORIGIN ${label}\nx IN CNAME www\n`, "new"),
      `new IN A 192.0.2.2\n$ORIGIN ${label}\nx IN CNAME new.example.com.\n`,
    );
  }
});

// BIND writes a `$GENERATE` out for each number: a name with a `$` is one of many, and none of them can be renamed by itself.
test("rename: names that $GENERATE is written with follow, those it makes are refused", () => {
  assert.equal(
    renamed("$GENERATE 1-3 h$ CNAME mail\nma§il IN A 192.0.2.2\n", "new"),
    "$GENERATE 1-3 h$ CNAME new\nnew IN A 192.0.2.2\n",
  );
  assert.equal(
    renamed("$GENERATE 1-3 web A 192.0.2.$\nx IN CNAME w§eb\n", "new"),
    "$GENERATE 1-3 new A 192.0.2.$\nx IN CNAME new\n",
  );
  for (const made of [
    "$GENERATE 1-3 h$ A 192.0.2.$\nx IN CNAME h§1\n",
    "$GENERATE 1-3 h$ CNAME x$\n§x2 IN A 192.0.2.2\n",
    '$GENERATE 1-3 h$ MX "10 mail"\nma§il IN A 192.0.2.2\n',
  ])
    assert.throws(() => renamed(made, "new"), /`\$GENERATE` makes the name/);
  assert.match(renamed("$GENERATE 1-3 h$ A 192.0.2.$\nx IN CNAME h§4\n", "new"), /^\$GENERATE 1-3 h\$ A/);
});

test("references, highlights and definition on a $GENERATE: all the names that it makes there", () => {
  const zone =
    "x IN CNAME h2\n$GENERATE 1-3 h§$ CNAME t$\ny IN CNAME h3.example.com.\nz IN CNAME h4\nt2 IN A 192.0.2.2\n";
  const { documents, document, offset } = marked(HEAD + zone);
  const found = references(documents, offset, { includeDeclaration: true });
  const shown = found.map(({ range }) => textOf(document, range)).sort();
  assert.deepEqual(shown, ["h$", "h2", "h3.example.com."]);
  assert.deepEqual(
    documentHighlights(document, offset)
      .map(({ kind, range }) => `${kind} ${textOf(document, range)}`)
      .sort(),
    ["2 h2", "2 h3.example.com.", "3 h$"],
  );
  const target = marked(HEAD + zone.replace("h§$", "h$").replace("t$", "t§$"));
  assert.deepEqual(leadsTo(target), ["example.com. t2 IN A 192.0.2.2"]);
  const written = marked(`${HEAD}$GENERATE 1-3 h$ CNAME ma§il\nmail IN A 192.0.2.2\n`);
  assert.equal(references(written.documents, written.offset, { includeDeclaration: true }).length, 2);
  assert.equal(prepareRename(written.document, written.offset).placeholder, "mail");
  assert.throws(() => prepareRename(document, offset), /`\$GENERATE` makes the name/);
  // Each record of the pattern stands at the same place, and that is shown once.
  assert.deepEqual(leadsTo(marked(HEAD + zone)), ["example.com. $GENERATE 1-3 h$ CNAME t$"]);
});

test("references and highlights: the $ORIGIN that is the name, too, which a rename leaves", () => {
  const lines = `${HEAD}$ORIGIN s§ub\n@ IN A 192.0.2.2\n$ORIGIN example.com.\nx IN CNAME sub\n`;
  const { documents, document, offset } = marked(lines);
  const places = [
    [5, 8],
    [6, 0],
    [8, 11],
  ];
  const startOf = ({ range }: { range: Range }) => [range.start.line, range.start.character];
  assert.deepEqual(references(documents, offset, { includeDeclaration: true }).map(startOf), places);
  assert.deepEqual(documentHighlights(document, offset).map(startOf), places);
});

test("rename: the zone itself is refused, and what is no name", () => {
  const apex = marked(`${HEAD}@§ IN A 192.0.2.1\n`);
  assert.throws(() => prepareRename(apex.document, apex.offset), RenameRefused);
  const host = marked(`${HEAD}w§ww IN A 192.0.2.1\n`);
  for (const bad of ["", "a b", "a..b", `${"x".repeat(64)}`, '"'])
    assert.throws(() => rename(host.documents, host.offset, bad), RenameRefused, bad);
  const nothing = marked(`${HEAD}; a comment §\n`);
  assert.throws(() => prepareRename(nothing.document, nothing.offset), RenameRefused);
});

test("rename leaves the records as they were but for the name, whatever the zone (property)", () => {
  const label = fc.constantFrom("a", "b", "mail", "_spf", "a-b", "*", "x\\.y", "MAIL", "\\097");
  const name = fc.oneof(
    label,
    fc.tuple(label, label).map((labels) => labels.join(".")),
    label.map((one) => `${one}.example.com.`),
    label.map((one) => `${one}.sub.example.com.`),
    fc.constant("@"),
  );
  const line = fc.oneof(
    name.map((owner) => `${owner} 60 IN A 192.0.2.1`),
    fc.tuple(name, name).map(([owner, target]) => `${owner} 60 IN CNAME ${target}`),
    fc.tuple(name, name).map(([owner, target]) => `${owner} 60 IN MX 10 ${target}`),
    fc.tuple(name, name).map(([owner, target]) => `${owner} 60 IN SRV 1 2 3 ( ${target} )`),
    name.map((target) => ` 60 IN NS ${target}`),
    label.map((one) => `s 60 IN TXT "v=spf1 include:${one.replace("\\", "")}.example.com -all"`),
    fc.constantFrom("$ORIGIN sub.example.com.", "$ORIGIN example.com.", "$ORIGIN a"),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), fc.nat(), (lines, pick) => {
      const document = zone("example.com.", `first 60 IN A 192.0.2.1\n${lines.join("\n")}\n`);
      const owned = [...document.records()].filter(({ ownerSpan }) => ownerSpan.end > ownerSpan.start);
      const record = owned[pick % owned.length];
      if (record?.owner === undefined) return;
      const old = record.owner;
      const edits = rename([document], record.ownerSpan.start, "renamed.example.com.")[document.uri] ?? [];
      const after = new ZoneDocument(document.uri, edited(document, edits), { origin: "example.com." });
      const swap = (shown: string) =>
        shown
          .split(" ")
          .map((word) => {
            if (word.toLowerCase() === old) return "renamed.example.com.";
            const [, key = "", domain = ""] = /^(include:)(.*)$/.exec(word) ?? [];
            return key !== "" && `${domain.toLowerCase()}.` === old ? `${key}renamed.example.com` : word;
          })
          .join(" ");
      const lower = (list: readonly string[]) => list.map((one) => one.toLowerCase().replace(/"[^"]*"/g, ""));
      assert.deepEqual(lower(recordsOf(after)), lower(recordsOf(document).map(swap)));
    }),
    { numRuns: Number(process.env.DNSLENS_RUNS ?? 200) },
  );
});

test("call hierarchy: who includes a record, and what it includes", () => {
  const place = marked(
    `${HEAD}@ IN TXT "v=spf1 include:_a.example.com include:_x.example.net -all"\n_a IN TXT§ "v=spf1 redirect=_b.example.com"\n_b IN TXT "v=spf1 -all"\n`,
  );
  const [item] = prepareCallHierarchy(place.documents, place.offset);
  assert.ok(item);
  assert.equal(item.name, "_a.example.com");
  assert.deepEqual(
    outgoingCalls(place.documents, item).map(({ to }) => to.name),
    ["_b.example.com"],
  );
  const [incoming] = incomingCalls(place.documents, item);
  assert.equal(incoming?.from.name, "example.com");
  assert.equal(textOf(place.document, incoming?.fromRanges[0] ?? item.range), "_a.example.com");
  assert.ok(incoming);
  assert.deepEqual(
    outgoingCalls(place.documents, incoming.from).map(({ to }) => [to.name, to.detail]),
    [
      ["_a.example.com", "v=spf1 redirect=_b.example.com"],
      ["_x.example.net", "not in this workspace"],
    ],
  );
});

test("workspace symbols: names that contain the query, each once a file", () => {
  const { documents } = marked(`${HEAD}mail IN A 192.0.2.1\nmail IN AAAA 2001:db8::1\nwww IN A 192.0.2.2\n`, {
    "example.net.": "mail IN A 192.0.2.3\n",
  });
  assert.deepEqual(
    workspaceSymbols(documents, "mail").map(({ name }) => name),
    ["mail.example.com", "mail.example.net"],
  );
});

test("the time that a search for names takes grows with a comment of quotes, not with its square", () => {
  const time = (count: number) => {
    const text = `$TTL 300\nmail A 192.0.2.1\n;${'"; '.repeat(count)}\n`;
    const document = new ZoneDocument("file:///example.com.zone", text);
    return milliseconds(() => [
      ...references([document], text.indexOf("mail"), { includeDeclaration: true }),
    ]);
  };
  time(1000);
  // Four times the comment; quadratic work takes 16 times as long.
  assertGrowth(
    () => time(10_000),
    () => time(40_000),
    10,
  );
});
