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
