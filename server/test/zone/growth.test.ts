// What many records of a zone hang on is looked at once, not once for each of them.
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { assertGrowth, milliseconds } from "../growth.ts";

const TOP =
  "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns host 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n";

const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

const CROWDS: Readonly<Record<string, (i: number) => string>> = {
  "NS records that point to one name of many addresses": (i) => `@ NS ns\nns A ${address(i)}\n`,
  "services at one host of many addresses": (i) => `_a._tcp SRV ${i % 65536} 0 1 h\nh A ${address(i)}\n`,
  "names below a top that has many records": (i) => `d${i} MX 10 d${i}\n@ TXT "${i}"\n`,
};

for (const [what, line] of Object.entries(CROWDS)) {
  test(`the work grows with the zone: ${what}`, () => {
    const time = (count: number) => {
      const text = TOP + Array.from({ length: count }, (_, i) => line(i)).join("");
      return milliseconds(() => findingsOf(new ZoneDocument("file:///z/example.org.zone", text)));
    };
    time(300);
    // Eight times the zone; quadratic work takes up to 64 times as long.
    assertGrowth(
      () => time(1500),
      () => time(12_000),
      16,
    );
  });
}
