const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** Seconds of a number, or of a sum of numbers each with a unit w d h m s; -1 where it is neither. Not capped. */
export function parseUnits(text: string): number {
  if (!/^(?:[0-9]+|(?:[0-9]+[wdhms])+)$/i.test(text)) return -1;
  let total = 0;
  for (const [, digits = "", unit = "s"] of text.matchAll(/([0-9]+)([wdhms]?)/gi)) {
    total += Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  }
  return total;
}
