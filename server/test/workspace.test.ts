import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { spanOf } from "../src/rules/finding.ts";
import { findingsOf, Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const uri = "file:///example.com.zone";
const origin = "example.com.";

const LINES = [
  "@ 3600 SOA ns.example.net. hostmaster 1 7200 3600 1209600 3600",
  '@ TXT "v=spf1 include:_a.example.com mx -all"',
  '_a TXT "v=spf1 ip4:198.51.100.1 +all"',
  "@ MX 10 mail",
  "mail A 192.0.2.1",
  '_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@example.com"',
  '_dmarc TXT "v=DMARC1; p=rejct"',
  '_dmarc TXT "v=DMARC1; p=quarantine; np=reject; rua=mailto:a@mail.example.com,mailto:b@sub.example.com"',
  '_dmarc.sub TXT "v=DMARC1; p=none; psd=n; rua=mailto:a@example.com"',
  'example.com._report._dmarc.sub TXT "v=DMARC1;"',
  "* A 192.0.2.9",
  "a.b A 192.0.2.9",
  "@ MX 0 .",
  '@ TXT "v=spf1 -all"',
  "sub MX 10 mail",
  '_mta-sts TXT "v=STSv1; id=1"',
  "mta-sts A 192.0.2.50",
  '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.com"',
  "mail CNAME host.example.net.",
  'brand._bimi TXT "v=BIMI1; l=https://example.com/l.svg; a=https://example.com/l.pem"',
  's1._domainkey TXT "v=DKIM1; p="',
  "s1._domainkey CNAME s1.example.net.",
  "$INCLUDE more.zone",
  "_dmarc TXT v=DMARC1; p=none",
  "$ORIGIN sub.example.com.",
  "; dnslens-ignore spf-all-plus on purpose",
  ...Array.from({ length: 40 }, (_, i) => `h${i} 300 IN AAAA 2001:db8::${i} ; ${"-".repeat(500)}`),
];

function shown(found: ReturnType<typeof findingsOf>): readonly string[] {
  return found
    .map(({ rule, at, message }) => `${spanOf(at).start} ${spanOf(at).end} ${rule.id} ${message}`)
    .sort();
}

// What an editor is shown is what is found: all of it, or the worst.
function assertShown(workspace: Workspace, document: ZoneDocument): void {
  const settings = SETTINGS;
  const all = workspace.findings(document.uri, settings);
  const whole = workspace.shown(document, settings, Number.POSITIVE_INFINITY);
  assert.deepEqual(shown(whole.findings), shown(all));
  const few = workspace.shown(document, settings, 5);
  assert.equal(few.findings.length + few.left, all.length);
  const ranks = (found: typeof all) =>
    found.map(({ severity }) => "error warning info hint".indexOf(severity));
  const worst = ranks(all).sort((a, b) => a - b);
  assert.deepEqual(
    ranks(few.findings).sort((a, b) => a - b),
    worst.slice(0, 5),
  );
}

const SETTINGS = { rules: { "spf-all-plus": "hint" } } as const;

test("findings after edits are those of a fresh workspace, whatever was edited", () => {
  const line = fc.constantFrom(...LINES);
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 60 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(3), line), { maxLength: 8 }),
      (lines, edits) => {
        const document = new ZoneDocument(uri, lines.map((one) => `${one}\n`).join(""), { origin });
        const workspace = new Workspace();
        workspace.update(document);
        for (const [at, count, text] of edits) {
          const start = document.offsetAt({ line: at % document.lineCount, character: 0 });
          const end = document.offsetAt({ line: (at % document.lineCount) + count, character: 0 });
          document.replace({ start, end: Math.max(start, end) }, `${text}\n`);
          workspace.update(document);
        }
        const fresh = new ZoneDocument(uri, document.text(), { origin });
        assert.deepEqual(shown(workspace.findings(uri)), shown(findingsOf(fresh)));
      },
    ),
    { numRuns: Number(process.env.DNSLENS_RUNS ?? 150) },
  );
});

test("what is done in slices ends where doing it at once does, whatever is edited in between", () => {
  const line = fc.constantFrom(...LINES);
  const other = new ZoneDocument("file:///other.zone", LINES.slice(0, 20).join("\n"), {
    origin: "sub.example.com.",
  });
  let unread = 0;
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 100, maxLength: 2000, size: "max" }),
      fc.array(
        fc.tuple(
          fc.oneof(fc.nat(), fc.nat(40)),
          fc.nat(300),
          fc.array(line, { maxLength: 200 }),
          fc.nat(30),
          fc.constantFrom(1, 3, Number.POSITIVE_INFINITY),
        ),
        { maxLength: 6 },
      ),
      fc.boolean(),
      fc.boolean(),
      (lines, edits, beside, plain) => {
        // What is shown of a plain zone is kept part by part.
        const joined = (some: readonly string[]) =>
          some.map((one) => (plain && /^(?:;|\$INCLUDE)/.test(one) ? "\n" : `${one}\n`)).join("");
        const document = new ZoneDocument(uri, joined(lines), { origin });
        const workspace = new Workspace();
        if (beside) workspace.update(other, true);
        workspace.update(document, true);
        // As the server does it: what an edit left to be read first, and what follows from that when all of it is read.
        const isBehind = () => document.isBehind || workspace.isBehind;
        const goOn = () => {
          if (!document.isBehind) return workspace.catchUp();
          document.catchUp(1);
          return document.isBehind ? [] : workspace.update(document, true);
        };
        for (const [at, count, texts, slices, most] of edits) {
          for (let i = 0; i < slices && isBehind(); i++) goOn();
          const start = document.offsetAt({ line: at % document.lineCount, character: 0 });
          const end = document.offsetAt({ line: (at % document.lineCount) + count, character: 0 });
          document.replace({ start, end: Math.max(start, end) }, joined(texts), most);
          if (document.isBehind) unread++;
          workspace.update(document, true);
          // Nothing that is shown in between may stand outside of the document.
          for (const { at } of workspace.findings(uri)) assert.ok(spanOf(at).end <= document.length);
          assertShown(workspace, document);
        }
        while (isBehind()) goOn();
        const fresh = new Workspace();
        const again = new ZoneDocument(uri, document.text(), { origin });
        fresh.open(beside ? [other, again] : [again]);
        assert.deepEqual(shown(workspace.findings(uri)), shown(fresh.findings(uri)));
        assertShown(workspace, document);
        assert.deepEqual(shown(workspace.findings(other.uri)), shown(fresh.findings(other.uri)));
      },
    ),
    { numRuns: Number(process.env.DNSLENS_RUNS ?? 60), endOnFailure: true },
  );
  assert.ok(unread > 10, `only ${unread} edits left something to read`);
});

test("a comment silences a rule for its record or its file, and says when it silences nothing", () => {
  const ids = (text: string) =>
    findingsOf(new ZoneDocument(uri, text, { origin })).map(({ rule }) => rule.id);
  assert.deepEqual(ids('@ TXT "v=spf1 mx +all"\n'), ["spf-all-plus"]);
  assert.deepEqual(ids('@ TXT "v=spf1 mx +all" ; dnslens-ignore spf-all-plus test bed\n'), []);
  assert.deepEqual(ids('; dnslens-ignore spf-all-plus\n@ TXT "v=spf1 mx +all"\n'), []);
  assert.deepEqual(ids('@ TXT "v=spf1 mx +all"\n; dnslens-ignore-file spf-all-plus\n'), []);
  assert.deepEqual(ids('; dnslens-ignore spf-all-plus\n\n@ A 192.0.2.1\nb TXT "v=spf1 mx +all"\n'), [
    "suppression-unused",
    "spf-all-plus",
  ]);
});

test("another version of a zone does not double its records", () => {
  const text =
    '$TTL 1h\n@ SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ TXT "v=spf1 ip4:198.51.100.1 -all"\n';
  const workspace = new Workspace();
  const uris = [uri, "git:/example.com.zone?head", "file:///copy/example.com.zone"];
  for (const one of uris) workspace.update(new ZoneDocument(one, text, { origin }));
  for (const one of uris) {
    assert.equal(workspace.lookupFrom(one)(origin, "TXT")?.length, 1);
    // A whole zone of its own: what is absent in it is absent, whatever another version holds.
    assert.deepEqual(workspace.lookupFrom(one)(`www.${origin}`, "A"), []);
  }
});
