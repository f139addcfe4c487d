import type { Kind } from "../kind.ts";
import { shown } from "../reading.ts";
import { hexOf, octetsOfHex } from "../wire.ts";

/** A node identifier or a 64-bit locator: four groups of hexadecimal digits (RFC 6742 sections 2.1 and 2.3). */
export const locator: Kind = {
  read(reading) {
    const token = reading.take();
    if (!token.quoted && /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/i.test(token.raw)) {
      const groups = token.raw.split(":").map((group) => Number.parseInt(group, 16).toString(16));
      return { text: groups.join(":") };
    }
    return reading.fail(
      "zone-locator",
      `${shown(token.raw)} is not four groups of up to four hexadecimal digits (\`14:4fff:ff20:ee64\`)`,
      token,
    );
  },
  print(wire) {
    const groups = Array.from({ length: 4 }, () => wire.number(2));
    return groups.includes(undefined) ? undefined : groups.map((group) => group?.toString(16)).join(":");
  },
};

/** A hardware address: octets with `-` between them (RFC 7043 sections 3.2 and 4.2). */
export const eui48 = eui(6);
export const eui64 = eui(8);

/** An OSI address: `0x` and hexadecimal digits, dots anywhere (RFC 1706 section 7). */
export const nsap: Kind = {
  read(reading) {
    const token = reading.take();
    const digits = token.raw.slice(2).replaceAll(".", "").toLowerCase();
    if (!token.quoted && /^0x[0-9a-f.]*$/i.test(token.raw) && digits !== "" && digits.length % 2 === 0) {
      return { text: `0x${digits}` };
    }
    return reading.fail(
      "zone-nsap",
      `${shown(token.raw)} is not \`0x\` and whole octets in hexadecimal`,
      token,
    );
  },
  print: (wire) => (wire.left === 0 ? undefined : `0x${hexOf(wire.rest()).toLowerCase()}`),
};

/** An ATM address: hexadecimal octets, or `+` and an E.164 number (ATM Forum af-saa-0069). */
export const atma: Kind = {
  read(reading) {
    const token = reading.take();
    const digits = token.raw.replaceAll(".", "").toLowerCase();
    const isNumber = /^\+[0-9][0-9.]*$/.test(token.raw);
    const isEndSystem = /^[0-9a-f](?:\.?[0-9a-f])*$/i.test(token.raw) && digits.length % 2 === 0;
    if (!token.quoted && (isNumber || isEndSystem)) return { text: digits };
    return reading.fail(
      "zone-nsap",
      `${shown(token.raw)} is neither \`+\` and digits nor whole octets in hexadecimal`,
      token,
    );
  },
  print(wire) {
    const format = wire.number(1);
    const octets = wire.rest();
    if (format === 0 && octets !== "") return hexOf(octets).toLowerCase();
    return format === 1 && /^[0-9]+$/.test(octets) ? `+${octets}` : undefined;
  },
};

/** Whether octets are an ATM address of a format that has no presentation form. */
export function isOtherAtmFormat(octets: string): boolean {
  return octets.length > 1 && octets.charCodeAt(0) > 1;
}

/** The number of a node: 64 bits, or two halves with a dot between them (draft-johnson-dns-ipn-cla section 3.1). */
export const ipn: Kind = {
  read(reading) {
    const token = reading.take();
    const [, high, low] = /^0*([0-9]{1,20})(?:\.0*([0-9]{1,10}))?$/.exec(token.raw) ?? [];
    const number = high === undefined ? -1n : nodeNumber(BigInt(high), low);
    if (number >= 0 && !token.quoted) return { text: String(number) };
    return reading.fail(
      "zone-rdata-number",
      `${shown(token.raw)} is no number of a node: one of 64 bits, or two of 32 with a dot between them`,
      token,
    );
  },
  print(wire) {
    const high = wire.number(4);
    const low = wire.number(4);
    return high === undefined || low === undefined ? undefined : String((BigInt(high) << 32n) + BigInt(low));
  },
};

// -1 for what does not fit.
function nodeNumber(high: bigint, low: string | undefined): bigint {
  if (low === undefined) return high < 1n << 64n ? high : -1n;
  const fits = high < 1n << 32n && BigInt(low) < 1n << 32n;
  return fits ? (high << 32n) + BigInt(low) : -1n;
}

function eui(size: number): Kind {
  const pattern = new RegExp(`^[0-9a-f]{1,2}(?:-[0-9a-f]{1,2}){${size - 1}}$`, "i");
  return {
    read(reading) {
      const token = reading.take();
      if (!token.quoted && pattern.test(token.raw)) {
        const octets = token.raw.toLowerCase().split("-");
        return { text: octets.map((octet) => octet.padStart(2, "0")).join("-") };
      }
      const dashed = token.raw.toLowerCase().replaceAll(/[:.]/g, "-");
      const plain = /^[0-9a-f]+$/i.test(token.raw) && token.raw.length === size * 2;
      const repaired = plain ? dashes(octetsOfHex(token.raw)) : dashed;
      return reading.fail(
        "zone-eui",
        `${shown(token.raw)} is not ${size} octets in hexadecimal with \`-\` between them`,
        token,
        pattern.test(repaired) ? { title: `Write \`${repaired}\``, text: repaired } : undefined,
      );
    },
    print(wire) {
      const octets = wire.take(size);
      return octets === undefined ? undefined : dashes(octets);
    },
  };
}

function dashes(octets: string): string {
  return Array.from(octets, (octet) => hexOf(octet).toLowerCase()).join("-");
}
