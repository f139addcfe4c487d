import assert from "node:assert/strict";
import { test } from "node:test";
import type { DnsRecord, Lookup } from "../src/dns/record.ts";
import { authorize, type Bucket } from "../src/mail/authorize.ts";
import { familyOf } from "../src/mail/classify.ts";
import { hexOf } from "../src/mail/der.ts";
import { parseDkim } from "../src/mail/dkim.ts";
import { parseDmarc } from "../src/mail/dmarc.ts";
import { networksOf } from "../src/mail/networks/text.ts";
import { encodeFix } from "../src/rules/finding.ts";
import { RULES } from "../src/rules/index.ts";
import type { Rule } from "../src/rules/rule.ts";
import { Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const URI = "file:///example.com.zone";

function read(rule: Rule) {
  const workspace = new Workspace();
  const documents = new Map<string, ZoneDocument>();
  const add = (uri: string, text: string, options = {}) => {
    const document = new ZoneDocument(uri, text, options);
    documents.set(uri, document);
    workspace.update(document);
  };
  for (const [path, text] of Object.entries(rule.docs.beside ?? {})) add(`file:///${path}`, text);
  add(URI, rule.docs.bad, { origin: "example.com." });
  const settings = { rules: rule.off ? { [rule.id]: rule.severity } : {} };
  const fixes = workspace
    .findings(URI, settings)
    .filter((finding) => finding.rule.id === rule.id)
    .flatMap((finding) => finding.fixes);
  return { documents, workspace, fixes };
}

/** What the mail records of the documents amount to, name by name, however they are written. */
function meaning(documents: Iterable<ZoneDocument>, lookup: Lookup): Readonly<Record<string, unknown>> {
  const meanings: Record<string, unknown> = {};
  for (const document of documents) {
    for (const record of document.records()) {
      const { owner, text } = record;
      if (owner === undefined || text === undefined || record.type !== "TXT") continue;
      const family = familyOf(text.text, owner);
      if (family === "spf") meanings[`spf ${owner}`] = authorization(owner, lookup);
      if (family === "dmarc" && parseDmarc(text).applies !== "ignored")
        add(meanings, `dmarc ${owner}`, dmarcMeaning(record));
      if (family === "dkim") add(meanings, `dkim ${owner}`, dkimMeaning(record));
    }
  }
  return meanings;
}

function add(meanings: Record<string, unknown>, key: string, meaning: unknown): void {
  const known = meanings[key];
  meanings[key] = [...(Array.isArray(known) ? known : []), meaning];
}

// Every address with its verdict; a name without a record that counts authorizes as one without any.
function authorization(owner: string, lookup: Lookup): unknown {
  const { families, record } = authorize(owner, lookup);
  if (record === undefined) return "nothing";
  return ([4, 6] as const).map((family) =>
    Object.entries(families[family].buckets).map(([verdict, { certain, conditional }]: [string, Bucket]) => [
      verdict,
      networksOf(certain).map(({ text }) => text),
      networksOf(conditional).map(({ text }) => text),
    ]),
  );
}

function dmarcMeaning({ text }: DnsRecord): unknown {
  if (text === undefined) return undefined;
  const { applies, p, sp, np, testing, strictDkim, strictSpf, rua, ruf, tags } = parseDmarc(text);
  const addresses = (uris: typeof rua) => [
    ...new Set(uris.filter(({ valid }) => valid).map((uri) => uri.text.replace(/![0-9]+[kmgt]?$/i, ""))),
  ];
  // RFC 9989 4.7: `t=y` asks for one level less, and has no effect on `none`.
  const asked = [p, sp ?? p, np ?? sp ?? p];
  const effective = testing ? asked.map((policy) => (policy === "reject" ? "quarantine" : "none")) : asked;
  const fo = ruf.length > 0 ? (tags.get("fo")?.value ?? "0") : "0";
  const psd = tags.get("psd")?.value.toLowerCase() ?? "u";
  return {
    applies,
    effective,
    strictDkim,
    strictSpf,
    rua: addresses(rua),
    ruf: addresses(ruf),
    fo,
    psd,
  };
}

function dkimMeaning({ text }: DnsRecord): unknown {
  if (text === undefined) return undefined;
  const { recognized, revoked, testing, strict, keyType, key, h, s } = parseDkim(text);
  const octets = key === undefined ? "" : hexOf(key.octets, 0, key.octets.length);
  const list = (items: typeof h) => items?.items.map((item) => item.text).sort();
  return { recognized, revoked, testing, strict, keyType, octets, h: list(h), s: list(s) };
}

for (const rule of RULES) {
  const { fixes } = read(rule);
  for (const [index, { title, safe }] of fixes.entries()) {
    if (!safe) continue;
    test(`${rule.id}, ${title}: the same is authorized before and after`, () => {
      const { documents, workspace, fixes: again } = read(rule);
      const fix = again[index];
      const edits = fix === undefined ? undefined : encodeFix(fix);
      if (edits === undefined) return;
      const before = meaning(documents.values(), workspace.lookupFrom(URI));
      for (const { uri, at, text } of [...edits].reverse()) documents.get(uri)?.replace(at, text);
      for (const document of documents.values()) workspace.update(document);
      const after = meaning(documents.values(), workspace.lookupFrom(URI));
      const names = new Set([...Object.keys(before), ...Object.keys(after)]);
      for (const name of names) {
        const [kind] = name.split(" ");
        const nothing = kind === "spf" ? "nothing" : [];
        assert.deepEqual(after[name] ?? nothing, before[name] ?? nothing, name);
      }
    });
  }
}
