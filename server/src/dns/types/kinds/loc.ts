import type { Kind } from "../kind.ts";
import { type Item, type Reading, shown } from "../reading.ts";
import type { Wire } from "../wire.ts";

/** Milliseconds of arc of a degree. */
const DEGREE = 3_600_000;
const EQUATOR = 2 ** 31;

/** `d [m [s]] N|S` (RFC 1876 section 3). */
export const latitude = angle("latitude", 90, "N", "S");
/** `d [m [s]] E|W` */
export const longitude = angle("longitude", 180, "E", "W");

/** Metres above the WGS 84 spheroid, with centimetres and an optional `m`. */
export const altitude: Kind = {
  read(reading) {
    const token = reading.take();
    const [match, sign = "", metres = "", rest = ""] =
      /^([-+]?)(?=[0-9.]*[0-9])([0-9]*)(?:\.([0-9]{0,2}))?m?$/.exec(token.raw) ?? [];
    if (match === undefined || token.quoted) return bad(reading, token, "an altitude such as `12.50m`");
    const centimetres = (Number(metres) * 100 + Number(rest.padEnd(2, "0"))) * (sign === "-" ? -1 : 1);
    if (centimetres >= -10_000_000 && centimetres <= 4_284_967_295) return { text: printMetres(centimetres) };
    return reading.fail(
      "zone-rdata-range",
      `${shown(token.raw)} is out of reach: altitudes go from -100000.00m to 42849672.95m`,
      token,
    );
  },
  print: () => undefined,
};

/** A diameter in metres of which one digit counts; one of the defaults of RFC 1876 section 2 where it is left out. */
export const size = diameter("1m");
export const horizontal = diameter("10000m");
export const vertical = diameter("10m");

/** The whole rdata of a LOC record (RFC 1876 section 2). */
export function printLoc(wire: Wire): string | undefined {
  const version = wire.number(1);
  const diameters = [wire.number(1), wire.number(1), wire.number(1)].map(printDiameter);
  const [north, east, up] = [wire.number(4), wire.number(4), wire.number(4)];
  if (version !== 0 || north === undefined || east === undefined || up === undefined) return undefined;
  if (Math.abs(north - EQUATOR) > 90 * DEGREE || Math.abs(east - EQUATOR) > 180 * DEGREE) return undefined;
  if (diameters.includes(undefined)) return undefined;
  const angles = [printAngle(north - EQUATOR, "N", "S"), printAngle(east - EQUATOR, "E", "W")];
  return [...angles, printMetres(up - 10_000_000), ...diameters].join(" ");
}

/** Whether the octets are of another version than 0, whose fields nobody knows. */
export function isLaterLoc(octets: string): boolean {
  return octets !== "" && octets[0] !== "\0";
}

function angle(what: string, most: number, positive: string, negative: string): Kind {
  const wanted = `a ${what} such as \`52 22 23.000 ${positive}\``;
  return {
    read(reading) {
      const limits = [most, 59, 59.999];
      let total = 0;
      let unit = DEGREE;
      for (const limit of limits) {
        const token = reading.take();
        const pattern = unit === 1000 ? /^(?:[0-9]{1,2}(?:\.[0-9]{0,3})?|\.[0-9]{1,3})$/ : /^[0-9]+$/;
        if (token.quoted || !pattern.test(token.raw))
          return bad(reading, token, wanted, unit === DEGREE ? inSixtieths(token.raw) : undefined);
        if (Number(token.raw) > limit) {
          return reading.fail(
            "zone-rdata-range",
            `${shown(token.raw)} is too big here: at most ${limit}`,
            token,
          );
        }
        total += Math.round(Number(token.raw) * unit);
        unit /= 60;
        const sign = signOf(reading, positive, negative);
        if (sign !== 0) {
          if (total > most * DEGREE) {
            return reading.fail("zone-rdata-range", `A ${what} has at most ${most} degrees`, token);
          }
          return { text: printAngle(total * sign, positive, negative) };
        }
        const upper = reading.next?.raw.toUpperCase();
        if (reading.next !== undefined && (upper === positive || upper === negative)) {
          return reading.fail(
            "zone-loc-syntax",
            `${shown(reading.next.raw)} is written in upper case: name servers refuse it`,
            reading.next,
            { title: `Write \`${upper}\``, text: upper },
          );
        }
        if (reading.next === undefined)
          return bad(reading, token, `${wanted}: it ends before its ${positive} or ${negative}`);
      }
      const token = reading.take();
      return bad(reading, token, `${positive} or ${negative}`);
    },
    print: () => undefined,
  };
}

// Name servers take the letter in upper case alone.
function signOf(reading: Reading, positive: string, negative: string): -1 | 0 | 1 {
  const letter = reading.next?.quoted === false ? reading.next.raw : undefined;
  if (letter !== positive && letter !== negative) return 0;
  reading.take();
  return letter === positive ? 1 : -1;
}

function printAngle(milliseconds: number, positive: string, negative: string): string {
  const left = Math.abs(milliseconds);
  const seconds = ((left % 60_000) / 1000).toFixed(3);
  const minutes = Math.floor(left / 60_000) % 60;
  return `${Math.floor(left / DEGREE)} ${minutes} ${seconds} ${milliseconds < 0 ? negative : positive}`;
}

function diameter(usual: string): Kind {
  return {
    mayBeEmpty: true,
    read(reading): Item | undefined {
      if (reading.left === 0) return { text: usual };
      const token = reading.take();
      const [match, metres = "", rest = ""] =
        /^\+?(?=[0-9.]*[0-9])([0-9]*)(?:\.([0-9]{0,2}))?m?$/.exec(token.raw) ?? [];
      if (match === undefined || token.quoted) return bad(reading, token, "a diameter such as `10m`");
      const centimetres = Number(metres) * 100 + Number(rest.padEnd(2, "0"));
      if (Number(metres) > 90_000_000) {
        return reading.fail("zone-rdata-range", `${shown(token.raw)} is too big: at most 90000000m`, token);
      }
      const digits = String(centimetres);
      return { text: printDiameter(Number(digits[0]) * 16 + digits.length - 1) ?? usual };
    },
    print: () => undefined,
  };
}

function printDiameter(octet: number | undefined): string | undefined {
  if (octet === undefined) return undefined;
  const mantissa = octet >> 4;
  const exponent = octet & 15;
  // Nothing has one way to be written: BIND refuses the others.
  if (mantissa > 9 || exponent > 9 || (mantissa === 0 && exponent > 0)) return undefined;
  const centimetres = mantissa * 10 ** exponent;
  return exponent < 2 ? `${(centimetres / 100).toFixed(2)}m` : `${centimetres / 100}m`;
}

function printMetres(centimetres: number): string {
  return `${(centimetres / 100).toFixed(2)}m`;
}

// Decimal degrees as LOC wants them: whole degrees, minutes and seconds.
function inSixtieths(raw: string): string | undefined {
  if (!/^[0-9]{1,3}\.[0-9]+$/.test(raw)) return undefined;
  const milliseconds = Math.round(Number(raw) * DEGREE);
  return printAngle(milliseconds, "", "").trimEnd();
}

function bad(
  reading: Reading,
  token: { readonly raw: string; readonly start: number; readonly end: number },
  wanted: string,
  text?: string,
) {
  return reading.fail(
    "zone-loc-syntax",
    `${shown(token.raw)} stands where ${wanted} belongs`,
    token,
    text === undefined ? undefined : { title: `Write \`${text}\``, text },
  );
}
