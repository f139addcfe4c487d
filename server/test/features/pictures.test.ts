// The SPF graph, the mail authentication tree, and records as other systems write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { COPY_FORMATS, copyAs } from "../../src/features/interchange/copyAs.ts";
import { mailReport, mailTree } from "../../src/features/mailTree.ts";
import { drawGraph, spfGraph } from "../../src/features/spfGraph.ts";
import { HEAD, marked } from "./marked.ts";

const ZONE = `${HEAD}@ IN TXT "v=spf1 ip4:192.0.2.0/24 include:_a.example.com include:_x.example.net -all"
_a IN TXT "v=spf1 include:_b.example.com -all"
_b IN TXT "v=spf1 ip4:198.51.100.1 ip4:1.2.3 -all"
`;

test("the SPF graph: a box a record, sound, outside or broken, and an edge an include", () => {
  const { document, workspace } = marked(ZONE);
  const graph = spfGraph("example.com.", workspace.lookupFrom(document.uri));
  assert.deepEqual(
    graph.nodes.map(({ title, state }) => [title, state]),
    [
      ["example.com", "ok"],
      ["_a.example.com", "ok"],
      ["_b.example.com", "broken"],
      ["_x.example.net", "outside"],
    ],
  );
  assert.deepEqual(
    graph.edges.map(({ from, to }) => `${from} ${to}`),
    ["example.com _a.example.com", "_a.example.com _b.example.com", "example.com _x.example.net"],
  );
});

test("the SPF graph is well-formed SVG, every box can be reached and is named, strangers' text is text", () => {
  const { document, workspace } = marked(`${HEAD}@ IN TXT "v=spf1 exists:<script>&'.example.net -all"\n`);
  const svg = drawGraph(spfGraph("example.com.", workspace.lookupFrom(document.uri)));
  assert.ok(!svg.includes("<script"));
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(svg);
  assert.equal(parsed.svg.g.tabindex, "0");
  assert.match(parsed.svg.g["aria-label"], /^example\.com, exists:/);
  const large = marked(ZONE);
  const box = (at: string) => new RegExp(`${at}="([0-9]+)"`);
  const drawn = drawGraph(spfGraph("example.com.", large.workspace.lookupFrom(large.document.uri)));
  const width = Number(box("width").exec(drawn)?.[1]);
  // Nothing is drawn outside of the picture.
  for (const [, x, w] of drawn.matchAll(/<rect x="(-?[0-9]+)" y="[0-9]+" width="([0-9]+)"/g))
    assert.ok(Number(x) >= 0 && Number(x) + Number(w) <= width);
});

test("the mail tree: each domain with the state of what it has", () => {
  const { documents, workspace } = marked(
    `${HEAD}@ IN MX 10 ns1\n@ IN TXT "v=spf1 mx -all"\n_dmarc IN TXT "v=DMARC1; p=none"\n_mta-sts IN TXT "v=STSv1; id=1"\nmta-sts IN A 192.0.2.9\n`,
    {
      "bare.example.": "@ 60 IN SOA a b 1 2 3 4 5\n",
      // The reverse tree has no mail.
      "2.0.192.in-addr.arpa.": "@ 60 IN SOA a b 1 2 3 4 5\n",
    },
  );
  const tree = mailTree(documents, (uri) => workspace.lookupFrom(uri));
  assert.deepEqual(
    tree.map(({ domain, state, items }) => [
      domain,
      state,
      items.map((item) => `${item.label} ${item.state}`).join(", "),
    ]),
    [
      // It takes mail and has no key; with MTA-STS, who fails to encrypt should be told to somebody.
      ["example.com", "bad", "SPF good, DMARC weak, DKIM bad, MTA-STS good, TLS-RPT weak, BIMI absent"],
      ["bare.example", "bad", "SPF bad, DMARC bad, DKIM absent, MTA-STS absent, TLS-RPT absent, BIMI absent"],
    ],
  );
  const report = mailReport(tree, "2026-11-25");
  assert.match(report, /\| example\.com \| ✓ \| ! \| ✗ \| ✓ \| ! \| – \|/);
});

test("an alias is a selector like any other, whatever the name that it leads to", () => {
  const keys = "s1._domainkey IN CNAME s1.weak.example.net.\ns2._domainkey IN CNAME s2.example.net.\n";
  const { documents, workspace } = marked(`${HEAD}@ IN TXT "v=spf1 mx -all"\n${keys}`);
  const [domain] = mailTree(documents, (uri) => workspace.lookupFrom(uri));
  assert.deepEqual(
    domain?.items.filter(({ label }) => label.startsWith("DKIM")).map(({ state }) => state),
    ["good", "good"],
  );
});

test("of a workspace with thousands of domains the first are shown, and that they are not all", () => {
  const many = Array.from({ length: 600 }, (_, i) => `d${i} IN MX 10 ns1\n`).join("");
  const { documents, workspace } = marked(`${HEAD}${many}`);
  const tree = mailTree(documents, (uri) => workspace.lookupFrom(uri));
  assert.equal(tree.length, 500);
  const pages = [0, 300, 500].map((from) =>
    mailTree(documents, (uri) => workspace.lookupFrom(uri), { from, count: 300 }),
  );
  assert.deepEqual(pages.flat(), tree);
  assert.match(mailReport(tree, "2026-11-25"), /These are the first 500 domains; there may be more\./);
});

test("copy as: zone line and Terraform of four providers, as each wants it quoted", () => {
  const { document } = marked(
    `${HEAD}@ IN MX 10 ns1\n@ IN MX 20 mx.example.net.\nt IN TXT "a\\"b" "\${x}"\n`,
  );
  const mx = document.recordsAt("example.com.", "MX");
  assert.equal(
    copyAs("zone", mx),
    "example.com.\t3600\tIN\tMX\t10 ns1.example.com.\nexample.com.\t3600\tIN\tMX\t20 mx.example.net.",
  );
  assert.match(
    copyAs("route53", mx) ?? "",
    /records = \[\n {4}"10 ns1\.example\.com\.",\n {4}"20 mx\.example\.net\.",\n {2}\]/,
  );
  assert.match(copyAs("cloudflare", mx) ?? "", /priority = 10\n {2}content {2}= "ns1\.example\.com"/);
  assert.match(copyAs("azure", mx) ?? "", /preference = "20"\n {4}exchange = "mx\.example\.net"/);
  const text = document.recordsAt("t.example.com.", "TXT");
  // The decoded text is a"b${x}; each provider's own quoting stands around it, Terraform's escapes around that.
  assert.match(copyAs("route53", text) ?? "", /records = \["a\\\\\\"b\$\$\{x\}"\]/);
  assert.match(copyAs("google", text) ?? "", /rrdatas {6}= \["\\"a\\\\\\"b\\" \\"\$\$\{x\}\\""\]/);
  assert.match(copyAs("azure", text) ?? "", /value = "a\\"b\$\$\{x\}"/);
  assert.equal(Object.keys(COPY_FORMATS).length, 5);
});
