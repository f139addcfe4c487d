import assert from "node:assert/strict";
import { test } from "node:test";
import { type ReviewAround, type ReviewedFile, reviewFiles as review } from "../../src/features/review.ts";
import { resolved } from "../../src/lsp/includedFiles.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** A file as git's extension shows it: the old side under a URI that hides its path in a query. */
function file(path: string, base: string | null, head: string | null): ReviewedFile {
  return {
    path,
    uri: `file:///repo/${path}`,
    baseUri: `git:/repo/${path}?%7B%22ref%22%3A%22abc%22%7D`,
    base,
    head,
  };
}

const NOTHING: ReviewAround = {
  resolve: resolved,
  textOf: () => undefined,
  dataFiles: new Set(),
  originOf: () => undefined,
};

function reviewFiles(
  files: readonly ReviewedFile[],
  unchanged: Parameters<typeof review>[1],
  around: Partial<ReviewAround> = {},
) {
  return review(files, unchanged, { ...NOTHING, ...around });
}

test("changed files are told with the place on each side; the origin comes from the path", () => {
  const { changes, markdown } = reviewFiles(
    [file("zones/example.com.zone", '@ TXT "v=spf1 mx -all"\n', '\n@ TXT "v=spf1 mx ~all"\n')],
    [],
  );
  const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 22 } });
  assert.deepEqual(changes, [
    {
      kind: "spf-all-weakened",
      severity: "warning",
      domain: "example.com",
      message: "example.com: -all became ~all: mail from anybody else is marked, usually not rejected",
      path: "zones/example.com.zone",
      head: { uri: "file:///repo/zones/example.com.zone", range: range(1) },
      base: { uri: "git:/repo/zones/example.com.zone?%7B%22ref%22%3A%22abc%22%7D", range: range(0) },
    },
  ]);
  assert.match(markdown, /^\*\*DNS Lens: look at the warnings/);
});

test("the rest of the workspace is known on both sides, but not the file that changed", () => {
  const others = [
    new ZoneDocument("file:///repo/corp.net.zone", '_spf TXT "v=spf1 ip4:192.0.2.0/24 -all"\n'),
    new ZoneDocument("file:///repo/example.com.zone", '@ TXT "v=spf1 +all"\n'),
  ];
  const { changes } = reviewFiles(
    [
      file(
        "example.com.zone",
        '@ TXT "v=spf1 ip4:192.0.2.0/24 -all"\n',
        '@ TXT "v=spf1 include:_spf.corp.net -all"\n',
      ),
    ],
    others,
  );
  assert.deepEqual(changes, []);
});

test("a file that came, one that went, and Terraform", () => {
  const block = (policy: string) => `resource "aws_route53_record" "d" {
  zone_id = "Z1"
  name    = "_dmarc.example.com."
  type    = "TXT"
  ttl     = 300
  records = ["v=DMARC1; p=${policy}"]
}
`;
  const { changes } = reviewFiles(
    [
      file("new.example.zone", null, "@ A 192.0.2.1\n"),
      file("old.example.zone", "@ A 192.0.2.2\n", null),
      file("dns/main.tf", block("reject"), block("none")),
    ],
    [],
  );
  assert.deepEqual(
    changes.map(({ kind, domain, head, base }) => [kind, domain, head !== null, base !== null]),
    [
      ["dmarc-weakened", "example.com", true, true],
      ["record-removed", "old.example", false, true],
      ["record-added", "new.example", true, false],
    ],
  );
});

test("a file that changed counts where zones include it, and not as a zone of what it is called", () => {
  const zone = "$ORIGIN example.com.\n$INCLUDE inc/mail.zone\n@ 3600 MX 10 mail\n";
  const part = (all: string) => `@ 3600 TXT "v=spf1 mx ${all}"\nmail 3600 A 192.0.2.1\n`;
  const uri = "file:///repo/zones/example.com.zone";
  const mail = file("zones/inc/mail.zone", part("-all"), part("~all"));
  const told = (files: readonly ReviewedFile[], unchanged: Parameters<typeof review>[1]) =>
    reviewFiles(files, unchanged).changes.map(({ kind, domain, path, head, base }) => [
      kind,
      domain,
      path,
      head?.uri,
      base?.uri,
    ]);
  const weakened = ["spf-all-weakened", "example.com", mail.path, mail.uri, mail.baseUri];
  // The editor has both as they are now.
  const unchanged = [new ZoneDocument(uri, zone), new ZoneDocument(mail.uri, part("~all"))];
  const source = { include: () => ({ kind: "file", uri: mail.uri, text: part("~all") }) as const };
  assert.deepEqual(told([mail], [new ZoneDocument(uri, zone, { source }), ...unchanged.slice(1)]), [
    weakened,
  ]);
  const both = file("zones/example.com.zone", zone, zone.replace("MX 10", "MX 20"));
  assert.deepEqual(told([mail, both], []), [
    weakened,
    ["mx-changed", "example.com", both.path, both.uri, both.baseUri],
  ]);
});

test("what did not change is looked up by both sides: an included file, the variables of a Terraform folder", () => {
  const zone = (preference: number) => `$INCLUDE hosts.inc\n@ 3600 MX ${preference} mail\n`;
  const { changes } = reviewFiles([file("example.com.zone", zone(10), zone(20))], [], {
    textOf: (uri) => (uri === "file:///repo/hosts.inc" ? "$ORIGIN sub\nmail 3600 A 192.0.2.1\n" : undefined),
    originOf: () => "example.net.",
  });
  assert.deepEqual(
    changes.map(({ message }) => message),
    ["example.net: MX 10 mail.example.net. became 20 mail.example.net."],
  );
  const variables = new TerraformProject().open(
    "file:///repo/dns/variables.tf",
    'variable "policy" {\n  default = "reject"\n}\n',
  );
  const record = (policy: string) => `resource "aws_route53_record" "d" {
  zone_id = "Z1"
  name    = "_dmarc.example.com."
  type    = "TXT"
  ttl     = 300
  records = ["v=DMARC1; p=${policy}"]
}
`;
  const [change] = reviewFiles(
    [file("dns/main.tf", record(`\${var.policy}`), record("none"))],
    [variables],
  ).changes;
  assert.match(change?.message ?? "", /^example\.com: p=reject became none/);
});

test("what the base side alone includes is asked for, and counts once it is handed in", () => {
  const rest = "@ 3600 A 192.0.2.2\n";
  const zone = file("example.com.zone", `$INCLUDE mail.txt\n${rest}`, rest);
  const first = reviewFiles([zone], []);
  assert.deepEqual(first.missed, ["file:///repo/mail.txt"]);
  const part = file("mail.txt", '@ 3600 TXT "v=spf1 mx -all"\n', null);
  const second = reviewFiles([zone, part], []);
  assert.deepEqual(second.missed, []);
  assert.deepEqual(
    second.changes.map(({ kind, domain, base }) => [kind, domain, base?.uri]),
    [
      ["spf-all-weakened", "example.com", part.baseUri],
      ["spf-revoked", "example.com", part.baseUri],
    ],
  );
});

test("what Terraform reads with file() is known on both sides, and a change of it is one of the records", () => {
  const main = (ttl: number) =>
    `resource "digitalocean_record" "r" {\n  domain = "corp.net"\n  type = "TXT"\n  name = "@"\n  ttl = ${ttl}\n  value = yamldecode(file("records.yaml")).spf\n}\n`;
  const [yaml, text] = ["file:///repo/records.yaml", 'spf: "v=spf1 mx -all"\n'];
  const project = new TerraformProject({ read: () => ({ uri: yaml, text }) });
  const around = { textOf: (uri: string) => (uri === yaml ? text : undefined), dataFiles: new Set([yaml]) };
  const kinds = (files: readonly ReviewedFile[], unchanged: Parameters<typeof review>[1]) =>
    reviewFiles(files, unchanged, around).changes.map(({ kind, domain }) => [kind, domain]);
  // The file itself changed, and nothing else: no zone of its name, but a record of the one that reads it.
  const unchanged = [project.open("file:///repo/main.tf", main(300))];
  assert.deepEqual(kinds([file("records.yaml", text, text.replace("-all", "+all"))], unchanged), [
    ["spf-all-weakened", "corp.net"],
  ]);
  // What reads it changed.
  const literal = main(300).replace(/yamldecode.*/, '"v=spf1 mx +all"');
  assert.deepEqual(kinds([file("main.tf", main(300), literal)], []), [["spf-all-weakened", "corp.net"]]);
});
