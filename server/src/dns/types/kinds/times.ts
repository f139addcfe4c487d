import type { Kind } from "../kind.ts";
import { shown } from "../reading.ts";

/** A point in time: fourteen digits of UTC, or seconds since 1970 (RFC 4034 section 3.2), printed as the former. */
export const time: Kind = {
  read(reading) {
    const token = reading.take();
    const seconds = token.quoted ? undefined : parseTime(token.raw);
    if (seconds !== undefined) return { text: printTime(seconds) };
    return reading.fail(
      "zone-rdata-time",
      `${shown(token.raw)} is not a time: write YYYYMMDDHHMMSS in UTC, or seconds since 1970`,
      token,
    );
  },
  print(wire) {
    const seconds = wire.number(4);
    return seconds === undefined ? undefined : printTime(seconds);
  },
};

/** The time of a SIG: fourteen digits alone (RFC 2535 section 7.2). */
export const oldTime: Kind = {
  ...time,
  read(reading, field) {
    const token = reading.next;
    const item = time.read(reading, field);
    if (item === undefined || token === undefined || token.raw.length === 14) return item;
    return reading.fail(
      "zone-rdata-time",
      `${shown(token.raw)} is not a time: write YYYYMMDDHHMMSS in UTC`,
      token,
    );
  },
};

/** Seconds since 1970, modulo 2^32; undefined where the text is no time. */
export function parseTime(text: string): number | undefined {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text) < WRAP ? Number(text) : undefined;
  const match = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match?.slice(1).map(Number) ?? [];
  if (match === null || hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const seconds = midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second;
  return ((seconds % WRAP) + WRAP) % WRAP;
}

/** Fourteen digits of UTC. The 32 bits go round: BIND takes the moment that lies nearest to now, we that before 2093. */
export function printTime(seconds: number): string {
  const moment = new Date((seconds > LATEST ? seconds - WRAP : seconds) * 1000);
  return moment.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "");
}

const WRAP = 2 ** 32;
const LATEST = 3_900_000_000;
