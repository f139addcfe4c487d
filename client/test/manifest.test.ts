// What the manifest promises is there: files, texts, and patterns that mean what they should.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const manifest = JSON.parse(read("package.json"));
const configuration = JSON.parse(read("language-configuration.json"));

test("every text of the manifest is written, and none is left over", () => {
  const texts = Object.keys(JSON.parse(read("package.nls.json")));
  const named = [...read("package.json").matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? "");
  assert.deepEqual([...new Set(named)].sort(), texts.sort());
});

test("every file that the manifest names is there", () => {
  const { contributes } = manifest;
  const grammars: readonly { readonly path: string }[] = contributes.grammars;
  const languages: readonly { readonly configuration: string }[] = contributes.languages;
  const files = [
    manifest.icon,
    ...grammars.map(({ path }) => path),
    ...languages.map((one) => one.configuration),
  ];
  assert.deepEqual(
    files.filter((file) => !existsSync(new URL(file, root))),
    [],
  );
});

test("a zone file is known by its first line", () => {
  const firstLine = new RegExp(manifest.contributes.languages[0].firstLine);
  const zones = [
    "$ORIGIN example.com.",
    "\uFEFF$TTL 3600",
    "@ IN SOA ns1 hostmaster 1 2 3 4 5",
    "example.com. 3600 IN SOA ns1.example.com. hostmaster.example.com. 1 2 3 4 5",
    "@ in 1h soa ns1 hostmaster (",
    "; <<>> DiG 9.18 <<>> example.com AXFR",
  ];
  const others = ["# A README about the SOA record", "SOA", "$variable = 1", '{ "SOA": 1 }', "; a comment"];
  assert.deepEqual(
    zones.filter((line) => !firstLine.test(line)),
    [],
  );
  assert.deepEqual(
    others.filter((line) => firstLine.test(line)),
    [],
  );
});

test("a double click takes a whole name, address or tag value", () => {
  const line = '_dmarc.mail.example. 1h TXT ("v=DMARC1; rua=mailto:a@mail.example" ) ; 192.0.2.1 *.x\\.y';
  const words = line.match(new RegExp(configuration.wordPattern, "g"));
  for (const word of [
    "_dmarc.mail.example.",
    "1h",
    "TXT",
    "DMARC1",
    "a@mail.example",
    "192.0.2.1",
    "*.x\\.y",
  ])
    assert.ok(words?.includes(word), word);
});

function read(file: string): string {
  return readFileSync(new URL(file, root), "utf8");
}
