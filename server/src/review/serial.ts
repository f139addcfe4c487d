import { isBelow, parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { serialStep } from "../dns/serial.ts";
import type { Note } from "./change.ts";
import { say } from "./phrase.ts";
import { fileWith, type Scope, type Side } from "./snapshot.ts";

const SERIAL = 2;

/** Says what became of the rest of an SOA: servers, mailbox and timers. */
export function reviewSoa(owner: string, scope: Scope, note: Note): void {
  const base = soaAt(owner, scope.base);
  const head = soaAt(owner, scope.head);
  const places = { owner, subject: "SOA", base, head };
  if (base === undefined || head === undefined) {
    if (base === head || isMoved(owner, scope)) return;
    const [shown, what] = base === undefined ? [head, "added"] : [base, "removed"];
    const values = { before: base?.rdata.canonical, after: head?.rdata.canonical };
    const phrase = say`SOA ${shown?.rdata.canonical ?? ""} was ${[what]}`;
    note({
      ...places,
      ...values,
      kind: base === undefined ? "record-added" : "record-removed",
      severity: base === undefined ? "info" : "warning",
      phrase,
      records: shown === undefined ? undefined : [shown],
    });
    return;
  }
  const before = restOf(base);
  const after = restOf(head);
  if (before === undefined || after === undefined || before === after) return;
  note({
    ...places,
    kind: "record-changed",
    severity: "info",
    phrase: say`SOA ${before} became ${after}`,
    before,
    after,
  });
}

/** Says whether a changed zone went forward, so that secondaries fetch it (RFC 1982, RFC 1996). */
export function reviewSerial(apex: string, scope: Scope, note: Note): void {
  const base = soaAt(apex, scope.base);
  const head = soaAt(apex, scope.head);
  const before = base === undefined ? undefined : serialOf(base);
  const after = head === undefined ? undefined : serialOf(head);
  if (before === undefined || after === undefined) return;
  const step = serialStep(before, after);
  if (step !== undefined && step > 0) return;
  const values = { owner: apex, subject: "serial", before: String(before), after: String(after), base, head };
  if (step === 0) {
    const phrase = say`the zone changed and its serial is still ${String(after)}: secondaries do not fetch the change`;
    note({ ...values, kind: "serial-not-bumped", severity: "warning", phrase });
  } else {
    const phrase = say`the serial went back from ${String(before)} to ${String(after)}: secondaries keep the old zone`;
    note({ ...values, kind: "serial-went-back", severity: "error", phrase });
  }
}

/** The apex of the zone a name lies in: the nearest name with an SOA. */
export function apexIn(side: Side, name: string): string | undefined {
  for (let at: string | undefined = name; at !== undefined; at = parentOf(at))
    if (side.at(at, "SOA").length > 0) return at;
  return undefined;
}

/**
 * Whether a zone has an SOA on one side only because it came from, or went to, a syntax without one: the file that held it
 * is not there on the other side, and the zone's names are.
 */
export function isMoved(apex: string, { base, head }: Scope): boolean {
  const soa = { base: soaAt(apex, base), head: soaAt(apex, head) };
  if ((soa.base === undefined) === (soa.head === undefined)) return false;
  const [from, to, record] = soa.base === undefined ? [head, base, soa.head] : [base, head, soa.base];
  const key = record === undefined ? undefined : fileWith(from.files, record.uri)?.key;
  let elsewhere = false;
  for (const file of to.files) {
    for (const { owner } of file.document.records()) {
      if (owner === undefined || (owner !== apex && !isBelow(owner, apex))) continue;
      if (file.key === key) return false;
      elsewhere = true;
      break;
    }
  }
  return elsewhere;
}

function soaAt(owner: string, side: Side): DnsRecord | undefined {
  return side.at(owner, "SOA")[0];
}

function serialOf({ rdata }: DnsRecord): number | undefined {
  const serial = Number(rdata.canonical?.split(" ")[SERIAL]);
  return Number.isInteger(serial) && serial >= 0 && serial < 2 ** 32 ? serial : undefined;
}

function restOf({ rdata }: DnsRecord): string | undefined {
  return rdata.canonical
    ?.split(" ")
    .filter((_, i) => i !== SERIAL)
    .join(" ");
}
