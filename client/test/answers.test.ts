// What the boxes of the wizards take, and what they say of everything else.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  needsAddress,
  needsMailbox,
  needsMailboxes,
  needsName,
  needsNameServers,
  needsNetworks,
  needsSelector,
  needsSender,
  type Problem,
  words,
} from "../src/wizards/answers.ts";

const BOXES: Readonly<
  Record<string, readonly [Problem, taken: readonly string[], refused: readonly string[]]>
> = {
  address: [
    needsAddress,
    ["192.0.2.1", " 2001:db8::1 ", "::ffff:192.0.2.1"],
    ["", "192.0.2", "192.0.2.256", "a", ":"],
  ],
  networks: [
    needsNetworks,
    ["", "192.0.2.0/24 2001:db8::/48", "192.0.2.1, 192.0.2.2"],
    ["192.0.2.0/33", "2001:db8::/129", "192.0.2.1 mail.example.com", "192.0.2.0/x"],
  ],
  mailboxes: [
    needsMailboxes,
    ["", "a@example.com mailto:b@example.net"],
    ["dmarc", "a@example.com x", "a@b"],
  ],
  mailbox: [needsMailbox, ["hostmaster@example.com"], ["", "hostmaster"]],
  sender: [
    needsSender,
    ["news@example.com", "example.com", "example.com."],
    ["", "a b", "@example.com", "a@@b.c"],
  ],
  name: [needsName, ["example.com", " example.com. "], ["", "example", "a..b", "a@example.com", "a b.c"]],
  nameServers: [needsNameServers, ["ns1 ns2", "ns1.example.net."], ["", " ", "ns1..x", "http://ns1"]],
  selector: [needsSelector, ["s1", "2026-11", "a.b"], ["", "-a", "a-", "a..b", "a_b", "x".repeat(64)]],
};

for (const [box, [problem, taken, refused]] of Object.entries(BOXES)) {
  test(`the box for ${box}`, () => {
    for (const text of taken) assert.equal(problem(text), undefined, text);
    for (const text of refused) assert.ok(problem(text), text);
  });
}

test("words are parted by blanks and commas", () => {
  assert.deepEqual(words(" a, b\tc,,d "), ["a", "b", "c", "d"]);
  assert.deepEqual(words(" "), []);
});
