import { nextSerial, serialStep } from "../../dns/serial.ts";
import type { OwnerView, Place, Report, ZoneRule } from "../rule.ts";
import { HEAD, ofType } from "./examples.ts";

const SERIAL = 2;
const BEFORE = HEAD;
const AFTER = HEAD.replace(" 1 7200", " 2 7200");
const ADDED = "www A 192.0.2.1\n";

const zoneSerialNotBumped: ZoneRule = {
  id: "zone-serial-not-bumped",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "The zone was changed, but its serial is still the old one.",
    why: "Secondary name servers compare serials: with the same one they do not fetch the change, and answer with the old zone.",
    before: BEFORE,
    bad: BEFORE + ADDED,
    good: AFTER + ADDED,
    refs: ["RFC 1982 3.2", "RFC 1035 3.3.13"],
  },
  check(name, report) {
    const found = serialsOf(name);
    if (found === undefined || found.step !== 0 || name.zone.base?.changed !== true) return;
    bump(found, "The zone was changed, its serial was not: secondaries do not fetch the change", report);
  },
};

const zoneSerialWentBack: ZoneRule = {
  id: "zone-serial-went-back",
  severity: "error",
  scope: "zone",
  docs: {
    summary: "The serial is lower than it was.",
    why: "Secondary name servers take the zone for older than their own and keep theirs, until it expires.",
    before: AFTER,
    bad: BEFORE,
    good: AFTER,
    refs: ["RFC 1982 3.2"],
  },
  check(name, report) {
    const found = serialsOf(name);
    if (found === undefined || (found.step !== undefined && found.step >= 0)) return;
    // 2^31 away no serial is later: RFC 1982 leaves it open, and secondaries differ.
    const what =
      found.step === undefined
        ? "just as far ahead as behind: secondaries may keep their zone"
        : "secondaries take this zone for older and keep theirs";
    bump(found, `The serial was ${found.before} before: ${what}`, report);
  },
};

interface Serials {
  readonly before: number;
  readonly step: number | undefined;
  readonly next: number;
  readonly place: Place & { readonly source: { readonly start: number; readonly end: number } };
}

function serialsOf(name: OwnerView): Serials | undefined {
  const { base, soas, now } = name.zone;
  const [soa] = ofType(name, "SOA");
  const field = soa?.rdata.fields[SERIAL];
  if (
    base === undefined ||
    soa === undefined ||
    soa.span.start !== soas[0]?.span.start ||
    field === undefined
  )
    return undefined;
  if (!/^[0-9]{1,10}$/.test(field.text)) return undefined;
  const before = base.serial;
  const place = { record: soa, source: { start: field.start, end: field.end } };
  return {
    before,
    step: serialStep(before, Number(field.text)),
    next: nextSerial(before, (now ?? 0) * 1000),
    place,
  };
}

function bump({ place, next }: Serials, message: string, report: Report): void {
  report(place, message, {
    title: `Bump the serial to \`${next}\``,
    safe: false,
    edits: [{ kind: "field", record: place.record, at: place.source, text: String(next) }],
  });
}

/** Rules about the serial of a zone that was changed. */
export const SERIAL_RULES: readonly ZoneRule[] = [zoneSerialNotBumped, zoneSerialWentBack];
