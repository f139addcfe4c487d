// Every type against BIND: what it refuses is an error here, what it loads is not, and prints alike.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { TYPES } from "../../src/dns/types/table.ts";
import { encodeFix } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { askBind, compile, HEAD, NO_COMPILEZONE } from "../compilezone.ts";
import { agree, FIXTURES, squeezed, VARIANTS, verdictOf } from "./verdicts.ts";

const COMPARED = VARIANTS.filter(([, why]) => why === undefined).map(([text = ""]) => text);

const skip = NO_COMPILEZONE ?? false;

test("what BIND refuses is an error, what it loads is none, and prints the same", { skip }, () => {
  const verdicts = askBind(COMPARED);
  const differing = COMPARED.flatMap((text, i) => {
    const bind = verdicts[i];
    const ours = verdictOf(text);
    return bind === undefined || agree(bind, ours) ? [] : [{ text, bind, ours }];
  });
  assert.deepEqual(differing, []);
});

test("what a fix of rdata writes, BIND loads", { skip }, () => {
  const mended = COMPARED.flatMap((text) => {
    const document = new ZoneDocument("file:///example.com.zone", `${HEAD}r ${text}\n`, {
      origin: "example.com.",
    });
    const finding = findingsOf(document).find(
      ({ rule }) => rule.scope === "syntax" && /^zone-/.test(rule.id),
    );
    return (finding?.fixes ?? []).flatMap((fix) => {
      const edits = encodeFix(fix) ?? [];
      const after = document.withText(document.text());
      for (const edit of [...edits].reverse()) after.replace(edit.at, edit.text);
      const line = after
        .text()
        .slice(HEAD.length + 2)
        .trimEnd();
      // Another fault of the same record may come to light.
      return "refused" in verdictOf(line) ? [] : [line];
    });
  });
  const verdicts = askBind(mended);
  assert.ok(mended.length > 20, `${mended.length} are mended`);
  assert.deepEqual(
    mended.filter((_, i) => "refused" in (verdicts[i] ?? { refused: "" })),
    [],
  );
});

test("the variants have every type that a zone can hold", () => {
  const tried = new Set(VARIANTS.map(([text]) => text?.split(" ")[0]));
  const wanted = TYPES.filter(({ meta, generic, dialect }) => !meta && !generic && dialect === undefined);
  // An SOA stands at the top of a zone alone: the zone of every type has one.
  assert.deepEqual(
    wanted.map(({ name }) => name).filter((name) => name !== "SOA" && !tried.has(name)),
    [],
  );
});

test("the zone of every type loads in BIND and is read alike, record by record", { skip }, () => {
  const text = readFileSync(new URL("every.zone", FIXTURES), "utf8");
  const { output, log } = compile(text);
  assert.match(log, /loaded serial 2026112501/);
  const document = new ZoneDocument("file:///every.zone", text);
  const ours = [...document.records()].map(
    ({ owner, ttl, type, rdata }) => `${owner} ${ttl} IN ${type} ${rdata.printed}`,
  );
  const bind = output.split("\n").filter((line) => /^\S/.test(line) && !line.startsWith(";"));
  assert.deepEqual(sorted(ours), sorted(bind));
});

test("the zone of every type has every type that BIND loads", () => {
  const document = new ZoneDocument(
    "file:///every.zone",
    readFileSync(new URL("every.zone", FIXTURES), "utf8"),
  );
  const present = new Set([...document.records()].map(({ type }) => type));
  const loaded = TYPES.filter(
    ({ meta, dialect, refused }) => !meta && dialect === undefined && refused === undefined,
  );
  // UINFO and its kin have a number and no data that anybody defined.
  const missing = loaded.filter(({ name, generic }) => !present.has(name) && (!generic || name === "NULL"));
  assert.deepEqual(
    missing.map(({ name }) => name),
    [],
  );
});

test("an SOA is read as BIND reads it", { skip }, () => {
  const variants = [
    "ns h 1 2 3 4 5",
    "ns h 010 1w2d 3 4 5",
    "ns h ( 1 2h30m ; refresh\n 3m 4D 5S )",
    "NS.Example.NET. a\\.b.example.net. 4294967295 4294967295 3 4 5",
    "ns h 4294967296 2 3 4 5",
    "ns h 1 4294967296 3 4 5",
    "ns h 1h 2 3 4 5",
    "ns h 1 2 3 4",
    "ns h 1 2 3 4 5 6",
    "ns h 1 2 3 4 5x",
    "ns h 1 -2 3 4 5",
    'ns "h" 1 2 3 4 5',
    "ns h 1 2 3 4 1h1",
    "ns h 1 2 3 4 h1",
  ];
  for (const variant of variants) {
    const zone = `$TTL 3600\n@ SOA ${variant}\n@ NS ns\nns A 192.0.2.1\n`;
    const { output } = compile(zone);
    const document = new ZoneDocument("file:///example.com.zone", zone, { origin: "example.com." });
    const [soa] = document.records();
    const bind = /\sSOA\s+(.*)/.exec(output)?.[1];
    assert.equal(soa?.rdata.printed, bind, variant);
    assert.equal(soa?.rdata.problems.length === 0, bind !== undefined, variant);
  }
});

test("class CH has its own A and none of the Internet's types", { skip }, () => {
  const variants = [
    "A foo 052",
    "A foo 177777",
    "A foo 200000",
    "A foo 8",
    "A 1.2.3.4",
    "AAAA ::1",
    "AAAA \\# 1 00",
  ];
  for (const variant of [
    ...variants,
    "SRV 1 1 1 x",
    'NAPTR 1 1 "" "" "" .',
    "WKS 1.2.3.4 tcp 25",
    "A \\# 3 000011",
  ]) {
    const zone = `$TTL 3600\n@ CH SOA ns h 1 2 3 4 5\n@ CH NS ns\nns CH A net 1\nr CH ${variant}\n`;
    const { output } = compile(zone, "CH");
    const document = new ZoneDocument("file:///example.com.zone", zone, { origin: "example.com." });
    const record = [...document.records()].find(({ name }) => name === "r");
    const bind = /^r\.\S+\s+\d+\s+CH\s+\S+\s+(.*)/m.exec(output)?.[1];
    assert.equal(record?.rdata.printed, bind, variant);
  }
});

function sorted(lines: readonly string[]): readonly string[] {
  return lines.map((line) => squeezed(line.replace(/^\S+/, (owner) => owner.toLowerCase()))).sort();
}

test("a number with a fraction is offered in sixtieths of a degree where degrees stand, and nowhere else", () => {
  const titles = (rdata: string) =>
    findingsOf(
      new ZoneDocument("file:///example.com.zone", `${HEAD}r LOC ${rdata}\n`, { origin: "example.com." }),
    )
      .filter(({ rule }) => rule.id === "zone-loc-syntax")
      .flatMap(({ fixes }) => fixes.map(({ title }) => title));
  assert.deepEqual(titles("52.5 N 13 24 0 E 34m"), ["Write `52 30 0.000`"]);
  // The degrees are missing: 23.000 are seconds.
  assert.deepEqual(titles("22 23.000 N 13 24 0 E 34m"), []);
});

test("a type that some servers alone know is told by its mnemonic, wherever that stands; by its number all take it", {
  skip,
}, () => {
  const told = (text: string) => {
    const document = new ZoneDocument("file:///example.com.zone", `${HEAD}r ${text}\n`, {
      origin: "example.com.",
    });
    return findingsOf(document)
      .filter(({ rule }) => rule.id === "zone-dialect-type")
      .map(({ message }) => /^\S+/.exec(message)?.[0]);
  };
  for (const [mnemonic, number, types] of [
    ["CLA tcp-v4 udp-v4", "TYPE263 \\# 14 067463702D7634067564702D7634", ["CLA"]],
    ["IPN 1.2", "TYPE264 \\# 8 0000000100000002", ["IPN"]],
    ["ALIAS a", "TYPE65401 \\# 3 016100", ["ALIAS"]],
    ["NSEC s A NXNAME IPN", "NSEC s A TYPE128 TYPE264", ["NXNAME", "IPN"]],
    ["CSYNC 1 0 CLA", "CSYNC 1 0 TYPE263", ["CLA"]],
  ] as const) {
    assert.deepEqual(told(mnemonic), types);
    assert.deepEqual(told(number), []);
    const [first, second] = askBind([mnemonic, number]);
    assert.ok("refused" in (first ?? {}), mnemonic);
    assert.ok(!("refused" in (second ?? { refused: "" })), number);
  }
});

test("the number of a node is one of 64 bits or two of 32 (draft-johnson-dns-ipn-cla 3.1), and prints as one", () => {
  const printed = (text: string) => {
    const document = new ZoneDocument("file:///zone", `r 60 ${text}\n`, { origin: "example.com." });
    return [...document.records()].map(({ rdata }) => rdata.canonical)[0];
  };
  assert.equal(printed("IPN 4294967297"), "4294967297");
  assert.equal(printed("IPN 1.1"), "4294967297");
  assert.equal(printed("TYPE264 \\# 8 0000000100000001"), "4294967297");
  assert.equal(printed("IPN 18446744073709551615"), "18446744073709551615");
  for (const bad of ["18446744073709551616", "4294967296.1", "1.4294967296", "-1", "1.", '"1"'])
    assert.equal(printed(`IPN ${bad}`), undefined, bad);
});
