import { absoluteName, decodeName, encodeLabelsKeeping, readName } from "../../names.ts";
import type { RdataToken } from "../../rdata.ts";
import type { Kind } from "../kind.ts";
import { type Item, Reading, shown } from "../reading.ts";
import { parseIpv6 } from "./addresses.ts";

/** Any domain name. */
export const name: Kind = { read: (reading) => readTarget(reading), print: (wire) => wire.name() };

/** The name of a host: an address in its place is a mistake that loads. */
export const host: Kind = {
  read(reading, field) {
    const token = reading.next;
    const item = readTarget(reading);
    if (item !== undefined && token !== undefined && isAddress(token.raw)) {
      reading.warn(
        "zone-target-is-ip",
        `${shown(token.raw)} is an address, but the ${field.name} is a name: it is read as \`${item.text}\`, which leads nowhere`,
        token,
      );
    }
    return item;
  },
  print: (wire) => wire.name(),
};

/** Like `host`; BIND takes quotes around it too (SVCB, HTTPS). */
export const quotedHost: Kind = {
  read(reading, field) {
    const token = reading.next;
    if (token !== undefined && PARAMETER.test(token.raw)) {
      return reading.fail(
        "zone-rdata-field-missing",
        `The ${field.name} is missing: ${shown(token.raw)} is a parameter, and ${field.name} is what stands before it (\`.\` for the name itself)`,
        token,
        token.quoted ? undefined : { title: `Write \`. ${token.raw}\``, text: `. ${token.raw}` },
      );
    }
    if (token?.quoted !== true) return host.read(reading, field);
    const tokens = reading.tokens.map((each) => (each === token ? { ...each, quoted: false } : each));
    const bare = new Reading(tokens, reading.context);
    bare.at = reading.at;
    const item = host.read(bare, field);
    reading.take();
    reading.problems.push(...bare.problems);
    return item;
  },
  print: (wire) => wire.name(),
};

/** A service parameter in the place of a name: no host name has an `=` (RFC 9460 section 2.1). */
const PARAMETER = /^(?:[a-z0-9-]+=|no-default-alpn$)/;

/** Also escaped: it would be one of the mailbox itself, besides the one that the dot stands for. */
const AT_SIGN = /\\?@|\\064/;

/** A mailbox written as a name: its first dot stands for the `@`. */
export const mailbox: Kind = {
  read(reading) {
    const token = reading.next;
    const item = readTarget(reading);
    const sign = token === undefined ? null : AT_SIGN.exec(token.raw);
    if (item !== undefined && token !== undefined && sign !== null && sign.index > 0) {
      const local = token.raw.slice(0, sign.index).replaceAll(/(?<!\\)\./g, "\\.");
      const domain = token.raw.slice(sign.index + sign[0].length);
      const dotted = `${local}.${domain}${domain.includes(".") && !domain.endsWith(".") ? "." : ""}`;
      reading.warn(
        "zone-soa-rname-at",
        "The mailbox is written with an `@`: here a dot stands for it, so this reads as another name",
        token,
        { title: `Write the mailbox as \`${dotted}\``, text: dotted },
      );
    }
    return item;
  },
  print: (wire) => wire.name(),
};

/** Reads a name; relative ones get the origin behind them. */
export function readTarget(reading: Reading): Item | undefined {
  const token = reading.take();
  if (token.quoted) {
    return reading.fail("zone-rdata-quoted", "A name in quotes is not read: name servers refuse it", token, {
      title: `Write \`${token.raw}\` without quotes`,
      text: token.raw,
    });
  }
  const { origin } = reading.context;
  const target = absoluteName(token.raw, origin);
  if (target !== undefined) {
    if (isUrl(token.raw)) {
      const meant = hostOfUrl(token.raw);
      reading.warn(
        "zone-target-is-url",
        `${shown(token.raw)} is the address of a page, and a name belongs here: it is read as \`${target}\`, which leads nowhere`,
        token,
        meant === undefined ? undefined : { title: `Write \`${meant}\``, text: meant },
      );
    }
    return { text: printName(token, target, origin), target };
  }
  const [problem] = readName(token.raw, origin).problems;
  if (problem === undefined) {
    // Relative below an origin that nobody states: legal, and unknown.
    reading.failed = true;
    return undefined;
  }
  const at = { start: token.start + problem.start, end: token.start + problem.end };
  const isDoubled = problem.kind === "empty-label" && problem.start > 0;
  return reading.fail(
    "zone-rdata-name",
    `${shown(token.raw)} is not a name: ${problem.message}`,
    at,
    isDoubled ? { title: "Write one dot", text: "." } : undefined,
  );
}

/** Whether an address stands where a name belongs. */
export function isAddress(raw: string): boolean {
  return /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}\.?$/.test(raw) || parseIpv6(raw) !== undefined;
}

/** Whether the address of a page stands where a name belongs. */
export function isUrl(raw: string): boolean {
  return /^https?:\/\//i.test(raw);
}

// Undefined where the page's host is an address itself, or no name.
function hostOfUrl(raw: string): string | undefined {
  const [, host] =
    /^https?:\/\/((?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)\.?(?::[0-9]+)?(?:[/?#].*)?$/i.exec(raw) ?? [];
  return host === undefined ? undefined : `${host}.`;
}

// Letters are kept as written, as BIND prints them.
function printName({ raw }: RdataToken, target: string, origin: string | undefined): string {
  if (raw === "@") return target;
  if (raw.toLowerCase() === target) return raw;
  if (!raw.includes("\\") && /^[\x21-\x7e]*$/.test(raw)) {
    const whole = raw.endsWith(".") ? raw : `${raw}.${origin === "." ? "" : origin}`;
    if (whole.toLowerCase() === target) return whole;
  }
  const { labels, absolute } = decodeName(raw);
  const own = encodeLabelsKeeping(labels);
  return absolute || origin === undefined || origin === "." ? own || "." : own + origin;
}
