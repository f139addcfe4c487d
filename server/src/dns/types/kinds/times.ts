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

/** Seconds since 1970, modulo 2^32; undefined where the text is no time. */
export function parseTime(text: string): number | undefined {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text) < 2 ** 32 ? Number(text) : undefined;
  const [, year, month, day, hour, minute, second] =
    /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const days = daysBefore(year, month, day);
  if (days === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
  return ((seconds % 2 ** 32) + 2 ** 32) % 2 ** 32;
}

/** Fourteen digits of UTC. */
export function printTime(seconds: number): string {
  let days = Math.floor(seconds / 86_400);
  let year = 1970;
  while (days >= yearDays(year)) days -= yearDays(year++);
  let month = 1;
  while (days >= monthDays(year, month)) days -= monthDays(year, month++);
  const rest = seconds % 86_400;
  const parts = [month, days + 1, Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return String(year) + parts.map((part) => String(part).padStart(2, "0")).join("");
}

function daysBefore(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > monthDays(year, month) || year < 1970) return undefined;
  let days = day - 1;
  for (let y = 1970; y < year; y++) days += yearDays(y);
  for (let m = 1; m < month; m++) days += monthDays(year, m);
  return days;
}

function yearDays(year: number): number {
  return monthDays(year, 2) + 337;
}

function monthDays(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
