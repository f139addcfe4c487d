const HALF = 2 ** 31;
const WHOLE = 2 ** 32;

/**
 * How far an SOA serial went, in serial number arithmetic (RFC 1982 section 3.2): positive forward, zero not at all,
 * negative back. Undefined for serials 2^31 apart, which no server can order.
 */
export function serialStep(from: number, to: number): number | undefined {
  const step = (to - from + WHOLE) % WHOLE;
  if (step === HALF) return undefined;
  return step < HALF ? step : step - WHOLE;
}

/** One more in the serial's own style: a date with two digits, a time, or a count; always later by RFC 1982 section 3.2. */
export function nextSerial(serial: number, now: number): number {
  const plusOne = serial + 1 >= WHOLE ? 1 : serial + 1;
  const styled =
    dateOf(serial) !== undefined ? dateSerial(now) : isTime(serial, now) ? Math.floor(now / 1000) : plusOne;
  return isLater(styled, serial) ? styled : plusOne;
}

/** Today's first serial as people write it, YYYYMMDD01. */
export function dateSerial(now: number): number {
  const date = new Date(now).toISOString();
  return Number(`${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8, 10)}01`);
}

/** Whether serial `a` comes after serial `b` (RFC 1982 section 3.2). */
export function isLater(a: number, b: number): boolean {
  const ahead = (a - b + WHOLE) % WHOLE;
  return ahead > 0 && ahead < HALF;
}

function dateOf(serial: number): string | undefined {
  const [, year, month, day] = /^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{2}$/.exec(String(serial)) ?? [];
  const text = `${year}-${month}-${day}`;
  return year !== undefined && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

// Since 2001, and not later than now: then it counts seconds.
function isTime(serial: number, now: number): boolean {
  return serial > 1_000_000_000 && serial * 1000 <= now;
}
