import assert from "node:assert/strict";
import { test } from "node:test";
import { plainText } from "../../src/features/plainText.ts";

const TEXTS: readonly (readonly [markdown: string, plain: string])[] = [
  [
    "**Who may send mail as example.com**\n\n✓ `198.51.100.0/24`",
    "Who may send mail as example.com\n\n✓ 198.51.100.0/24",
  ],
  [
    "- *preference*: lower is better\n- *exchange*: the host",
    "- preference: lower is better\n- exchange: the host",
  ],
  ["`*._report` and `a*b`", "*._report and a*b"],
  ["``a`b`` and `` `c` ``", "a`b and `c`"],
  ["token\n\n---\n\nwhole", "token\n\nwhole"],
  ["**SPF for `*.example`**", "SPF for *.example"],
  ["a \\* b", "a * b"],
  ["one  \ntwo", "one\ntwo"],
];

for (const [markdown, plain] of TEXTS) {
  test(`plain text of ${JSON.stringify(markdown)}`, () => assert.equal(plainText(markdown), plain));
}
