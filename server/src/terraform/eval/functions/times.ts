import { failed, ofNumber, ofString, plainOf, type Value } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** Functions of moments; the moment at which Terraform runs is unknown. */
export const TIMES: Readonly<Record<string, TerraformFunction>> = {
  formatdate: ([spec, stamp], at) => {
    const pattern = plainOf(spec);
    const written = plainOf(stamp);
    if (pattern === undefined || written === undefined) return undefined;
    const moment = momentOf(written);
    const text = moment === undefined ? undefined : formatted(pattern, moment);
    return text === undefined ? failed(at) : ofString(text, at, "formatdate");
  },
  timeadd: ([stamp, duration], at) => {
    const written = plainOf(stamp);
    const added = plainOf(duration);
    if (written === undefined || added === undefined) return undefined;
    const moment = momentOf(written);
    const by = nanosecondsOf(added);
    if (moment === undefined || by === undefined) return failed(at);
    const sum = moment.nanoseconds + by;
    const later = partsOf(sum, moment.offset);
    return ofString(
      `${formatted("YYYY-MM-DD'T'hh:mm:ss", later) ?? ""}${zoneText(moment.offset, ":", true)}`,
      at,
      "timeadd",
    );
  },
  timecmp: (stamps, at) => {
    const [first, second] = stamps.map(plainOf);
    if (first === undefined || second === undefined) return undefined;
    return compared(momentOf(first), momentOf(second), at);
  },
};

function compared(a: Moment | undefined, b: Moment | undefined, at: Value["at"]): Value {
  if (a === undefined || b === undefined) return failed(at);
  return ofNumber(a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds ? 1 : 0, at);
}

interface Moment {
  /** Since 1970, in UTC. */
  readonly nanoseconds: bigint;
  /** Minutes by which the clock that was read is ahead of UTC. */
  readonly offset: number;
  /** What that clock shows, as if it were in UTC. */
  readonly shown: Date;
}

const MILLISECOND = 1_000_000n;
const MINUTE = 60_000n * MILLISECOND;

function partsOf(nanoseconds: bigint, offset: number): Moment {
  const own = nanoseconds + BigInt(offset) * MINUTE;
  const floor = own >= 0n ? own / MILLISECOND : -((-own + MILLISECOND - 1n) / MILLISECOND);
  return { nanoseconds, offset, shown: new Date(Number(floor)) };
}

/** A timestamp (RFC 3339 section 5.6, as Go reads it: no leap seconds). */
function momentOf(text: string): Moment | undefined {
  const match =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3])(:[0-5][0-9]:[0-5][0-9])(?:\.([0-9]+))?(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, day = "", hour = "", rest = "", fraction = "", sign, hours = "0", minutes = "0"] = match;
  const shown = new Date(`${day}T${hour}${rest}Z`);
  // A day that the month does not have.
  if (Number.isNaN(shown.getTime()) || !shown.toISOString().startsWith(day)) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  const part = BigInt(`${fraction}000000000`.slice(0, 9));
  return {
    nanoseconds: BigInt(shown.getTime()) * MILLISECOND + part - BigInt(offset) * MINUTE,
    offset,
    shown,
  };
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: MILLISECOND,
  s: 1000n * MILLISECOND,
  m: MINUTE,
  h: 60n * MINUTE,
};

// A duration of Go's: `-1h30m`, `1.5h`.
function nanosecondsOf(text: string): bigint | undefined {
  const [, sign, body = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === "0") return 0n;
  if (!/^(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let sum = 0n;
  for (const [, whole = "", part = "", unit = ""] of body.matchAll(/([0-9]*)(?:\.([0-9]*))?([a-zµμ]+)/g)) {
    const length = UNITS[unit] ?? 0n;
    sum += BigInt(whole || "0") * length + (BigInt(part || "0") * length) / 10n ** BigInt(part.length);
  }
  if (sum >= 1n << 63n) return undefined;
  return sign === "-" ? -sum : sum;
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** What a run of letters stands for (Terraform's documentation, "formatdate Function"). */
const VERBS: Readonly<Record<string, (moment: Moment) => string>> = {
  YYYY: ({ shown }) => padded(shown.getUTCFullYear(), 4),
  YY: ({ shown }) => padded(shown.getUTCFullYear() % 100, 2),
  MMMM: ({ shown }) => MONTHS[shown.getUTCMonth()] ?? "",
  MMM: ({ shown }) => (MONTHS[shown.getUTCMonth()] ?? "").slice(0, 3),
  MM: ({ shown }) => padded(shown.getUTCMonth() + 1, 2),
  M: ({ shown }) => String(shown.getUTCMonth() + 1),
  DD: ({ shown }) => padded(shown.getUTCDate(), 2),
  D: ({ shown }) => String(shown.getUTCDate()),
  EEEE: ({ shown }) => DAYS[shown.getUTCDay()] ?? "",
  EEE: ({ shown }) => (DAYS[shown.getUTCDay()] ?? "").slice(0, 3),
  hh: ({ shown }) => padded(shown.getUTCHours(), 2),
  h: ({ shown }) => String(shown.getUTCHours()),
  HH: ({ shown }) => padded(shown.getUTCHours() % 12 || 12, 2),
  H: ({ shown }) => String(shown.getUTCHours() % 12 || 12),
  AA: ({ shown }) => (shown.getUTCHours() < 12 ? "AM" : "PM"),
  aa: ({ shown }) => (shown.getUTCHours() < 12 ? "am" : "pm"),
  mm: ({ shown }) => padded(shown.getUTCMinutes(), 2),
  m: ({ shown }) => String(shown.getUTCMinutes()),
  ss: ({ shown }) => padded(shown.getUTCSeconds(), 2),
  s: ({ shown }) => String(shown.getUTCSeconds()),
  ZZZZZ: ({ offset }) => zoneText(offset, ":", false),
  ZZZZ: ({ offset }) => zoneText(offset, "", false),
  ZZZ: ({ offset }) => (offset === 0 ? "UTC" : zoneText(offset, "", false)),
  Z: ({ offset }) => zoneText(offset, ":", true),
};

function formatted(pattern: string, moment: Moment): string | undefined {
  let out = "";
  const tokens = /'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+/gy;
  let end = 0;
  for (const match of pattern.matchAll(tokens)) {
    const [token, quoted, letter] = match;
    end = match.index + token.length;
    if (quoted !== undefined) out += quoted === "" ? "'" : quoted.replaceAll("''", "'");
    else if (letter === undefined) out += token;
    else {
      const verb = VERBS[token];
      if (verb === undefined) return undefined;
      out += verb(moment);
    }
  }
  return end === pattern.length ? out : undefined;
}

function zoneText(offset: number, colon: string, isZulu: boolean): string {
  if (offset === 0 && isZulu) return "Z";
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${padded(Math.floor(minutes / 60), 2)}${colon}${padded(minutes % 60, 2)}`;
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, "0");
}
