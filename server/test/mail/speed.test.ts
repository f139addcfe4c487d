import { test } from "node:test";
import { authorizeWith } from "../../src/mail/authorize.ts";
import { checkHost } from "../../src/mail/checkHost.ts";
import type { Resolver } from "../../src/mail/resolver.ts";
import { assertGrowth, milliseconds } from "../growth.ts";

/** One TXT record at example.com, hosts that always have an address, nothing else. */
function published(record: string): Resolver {
  return (name, type) => {
    if (type === "TXT") {
      return name === "example.com." ? { kind: "records", values: [record] } : { kind: "nodata" };
    }
    if (type === "A") return { kind: "records", values: ["203.0.113.7"] };
    return type === "MX" ? { kind: "records", values: ["10 mx.example.com."] } : { kind: "nodata" };
  };
}

const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  "networks side by side": (n) => many(n, (i) => `ip4:10.${(i >> 8) & 255}.${i & 255}.${(i * 7) % 256}/31`),
  "networks inside each other": (n) => many(n, (i) => `ip4:10.0.0.0/${32 - (i % 25)}`),
  "IPv6 networks": (n) => many(n, (i) => `ip6:2001:db8:${i.toString(16)}::/48`),
  "both qualifiers in turn": (n) =>
    many(n, (i) => `${i % 2 ? "-" : "~"}ip4:10.${(i >> 8) & 255}.${i & 255}.1`),
  "networks around lookups": (n) =>
    many(n, (i) => (i % (n >> 3) === 5 ? "a" : `ip4:10.${(i >> 8) & 255}.${i & 255}.1`)),
  lookups: (n) => many(n, () => "a mx"),
  "includes of itself": (n) => many(n, () => "include:example.com"),
  "macros upon macros": (n) => `v=spf1 a:${"%{d}.".repeat(n)}example.com -all`,
  "macros to transform": (n) => `v=spf1 exists:${"%{s1r-+.=_}".repeat(n)} -all`,
  "a name without end": (n) => `v=spf1 a:${"x".repeat(n * 5)}.example.com -all`,
  "labels without end": (n) => `v=spf1 a:${"x.".repeat(n * 3)}example.com -all`,
  percents: (n) => `v=spf1 a:${"%%".repeat(n * 3)}.example.com -all`,
  spaces: (n) => `v=spf1 ${" ".repeat(n * 10)}-all`,
  errors: (n) => many(n, (i) => `moo${i}:%{`),
};

function many(count: number, term: (i: number) => string): string {
  return `v=spf1 ${Array.from({ length: count }, (_, i) => term(i)).join(" ")} -all`;
}

const WORK: Readonly<Record<string, (resolve: Resolver) => unknown>> = {
  "check_host()": (resolve) =>
    checkHost(
      {
        ip: { family: 4, value: 0xc0000201 },
        mailFrom: `${"l-".repeat(200)}@example.com`,
        helo: "mail.example.com",
      },
      resolve,
    ),
  authorize: (resolve) => authorizeWith("example.com.", resolve),
};

for (const [name, record] of Object.entries(HOSTILE)) {
  for (const [work, run] of Object.entries(WORK)) {
    test(`${work} stays linear: ${name}`, () => {
      const small = published(record(2_000));
      const large = published(record(32_000));
      // Sixteen times the text; quadratic work would take 256 times as long.
      assertGrowth(
        () => milliseconds(() => run(small)),
        () => milliseconds(() => run(large)),
        80,
      );
    });
  }
}
