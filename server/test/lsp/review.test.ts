import assert from "node:assert/strict";
import { test } from "node:test";
import { type ReviewedFile, reviewFiles } from "../../src/features/review.ts";
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
