// What we make of one record, to hold it against what BIND makes of it.
import { readFileSync } from "node:fs";
import { spanOf } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { HEAD, type Verdict } from "../compilezone.ts";

/** Where the zones and records of this folder's tests are. */
export const FIXTURES = new URL("../../../test-fixtures/zone/types/", import.meta.url);

/** Records of every type, right and wrong, each with the reason where we differ from BIND on purpose. */
export const VARIANTS: readonly (readonly string[])[] = readFileSync(
  new URL("variants.txt", FIXTURES),
  "utf8",
)
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("# "))
  .map((line) => line.split("\t! "));

/** What we say about a record, given as type and rdata. */
export function verdictOf(text: string): Verdict {
  const document = new ZoneDocument("file:///example.com.zone", `${HEAD}r ${text}\n`, {
    origin: "example.com.",
  });
  const record = [...document.records()].find(({ name }) => name === "r");
  // What the mail rules think of a policy is not BIND's business.
  const errors = findingsOf(document).filter(
    ({ severity, at, rule: { id } }) =>
      severity === "error" &&
      spanOf(at).start >= HEAD.length &&
      /^(?:zone|txt)-/.test(id) &&
      (id !== TARGET_IS_IP || text.startsWith("NS ")),
  );
  if (errors.length > 0) return { refused: errors.map(({ message }) => message).join("; ") };
  return record === undefined
    ? { refused: "no record" }
    : { printed: `${record.type} ${record.rdata.printed ?? "unread"}` };
}

/** Whether both refuse, or both print the same. */
export function agree(bind: Verdict, ours: Verdict): boolean {
  if ("refused" in bind || "refused" in ours) return "refused" in bind && "refused" in ours;
  return squeezed(bind.printed) === squeezed(ours.printed);
}

/** Long hex and base64 is printed in pieces, so white space counts inside quotes alone. */
export function squeezed(printed: string): string {
  return printed.replace(/("(?:\\.|[^"\\])*")|\s+/g, "$1");
}

/** An error on purpose, as its page says, where BIND loads the record: it refuses NS records alone. */
const TARGET_IS_IP = "zone-target-is-ip";
