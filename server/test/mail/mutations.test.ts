import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { type BadEdit, EDITS } from "./data/edits.ts";
import { type WellFormed, wellFormed } from "./data/wellFormed.ts";

const OWNERS: Readonly<Record<WellFormed["kind"], string>> = {
  spf: "@",
  dkim: "s1._domainkey",
  dmarc: "_dmarc",
};

const RECORDS = wellFormed();

function findings(kind: WellFormed["kind"], text: string): readonly Finding[] {
  const octets = [...text].map((char) => {
    const code = char.charCodeAt(0);
    if (char === '"' || char === "\\") return `\\${char}`;
    return code < 0x20 || code > 0x7e ? `\\${String(code).padStart(3, "0")}` : char;
  });
  // SPF keeps its one string, so that strings that are too long are seen.
  const size = kind === "spf" ? octets.length : 255;
  const strings: string[] = [];
  for (let at = 0; at < octets.length; at += size) strings.push(`"${octets.slice(at, at + size).join("")}"`);
  const zone = `${OWNERS[kind]} TXT ${strings.join(" ")}\n`;
  return findingsOf(new ZoneDocument("file:///kolibri-post.de.zone", zone, { origin: "kolibri-post.de." }));
}

test("there are 200 well-formed records, none with an error or a warning", () => {
  assert.equal(RECORDS.length, 200);
  assert.equal(new Set(RECORDS.map(({ text }) => text)).size, 200);
  for (const { kind, text } of RECORDS) {
    const worst = findings(kind, text).filter(
      ({ severity }) => severity === "error" || severity === "warning",
    );
    assert.deepEqual(
      worst.map(({ rule }) => rule.id),
      [],
      text,
    );
  }
});

test("of the catalogue's bad edits of these records, 99 % and each at least once are found under their id", () => {
  let made = 0;
  const missed: string[] = [];
  const foundBy = new Set<BadEdit>();
  for (const { kind, text } of RECORDS) {
    for (const edit of EDITS[kind]) {
      const [id, find, put] = edit;
      const changed = text.replace(find, put);
      if (changed === text) continue;
      made++;
      const ids = findings(kind, changed).map(({ rule }) => rule.id);
      if (ids.includes(id)) foundBy.add(edit);
      else missed.push(`${id}: ${changed.slice(0, 160)} (${ids.join(", ")})`);
    }
  }
  const never = Object.values(EDITS)
    .flat()
    .filter((edit) => !foundBy.has(edit));
  assert.deepEqual(never, []);
  assert.ok(made > 9000, `${made} edits`);
  assert.ok(
    missed.length <= made / 100,
    `${missed.length} of ${made} missed:\n${missed.slice(0, 40).join("\n")}`,
  );
});
