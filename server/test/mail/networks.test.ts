import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  claims,
  contains,
  countOf,
  type Family,
  type IpAddress,
  type IpSet,
  intersect,
  network4,
  network6,
  sameSet,
  subtract,
  union,
  unionOf,
  wholeSet,
} from "../../src/mail/networks/sets.ts";
import { formatAddress, networksOf, parseAddress } from "../../src/mail/networks/text.ts";
import { assertGrowth, milliseconds } from "../growth.ts";

// A small space inside each family: every address in it is tried one by one.
const SIZE = 64;
const BASE = { 4: 0xc0000200, 6: 0x20010db8n << 96n };

function addressAt(family: Family, index: number): IpAddress {
  return family === 4 ? { family, value: BASE[4] + index } : { family, value: BASE[6] + BigInt(index) };
}

const members = (family: Family, set: IpSet): number[] =>
  Array.from({ length: SIZE }, (_, i) => i).filter((i) => contains(set, addressAt(family, i)));

const family = fc.constantFrom<Family[]>(4, 6);
const networks = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 0, max: 6 })), { maxLength: 12 });

function setOf(of: Family, list: readonly (readonly [number, number])[]): IpSet {
  return unionOf(
    of,
    list.map((one) => networkOf(of, one)),
  );
}

function networkOf(of: Family, [index, bits]: readonly [number, number]): IpSet {
  return of === 4 ? network4(BASE[4] + index, 32 - bits) : network6(BASE[6] + BigInt(index), 128 - bits);
}

test("union, intersection and difference hold what brute force finds", () => {
  fc.assert(
    fc.property(family, networks, networks, (of, left, right) => {
      const a = setOf(of, left);
      const b = setOf(of, right);
      const inA = new Set(members(of, a));
      const inB = new Set(members(of, b));
      const all = Array.from({ length: SIZE }, (_, i) => i);
      assert.deepEqual(
        members(of, union(a, b)),
        all.filter((i) => inA.has(i) || inB.has(i)),
      );
      assert.deepEqual(
        members(of, intersect(a, b)),
        all.filter((i) => inA.has(i) && inB.has(i)),
      );
      assert.deepEqual(
        members(of, subtract(a, b)),
        all.filter((i) => inA.has(i) && !inB.has(i)),
      );
      assert.equal(countOf(a), BigInt(inA.size));
    }),
  );
});

test("a network holds the addresses that share its prefix", () => {
  fc.assert(
    fc.property(family, fc.nat(SIZE - 1), fc.integer({ min: 0, max: 6 }), (of, index, bits) => {
      const inside = members(of, networkOf(of, [index, bits]));
      const wanted = Array.from({ length: SIZE }, (_, i) => i).filter((i) => i >> bits === index >> bits);
      assert.deepEqual(inside, wanted);
    }),
  );
});

test("boundaries stay sorted and never touch, so that equal sets look alike", () => {
  fc.assert(
    fc.property(family, networks, networks, (of, left, right) => {
      const a = setOf(of, left);
      const b = setOf(of, right);
      for (const { bounds } of [a, union(a, b), intersect(a, b), subtract(a, b)]) {
        assert.ok(bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? bound)));
      }
      assert.ok(sameSet(union(a, b), union(b, a)));
      assert.ok(sameSet(union(subtract(a, b), intersect(a, b)), a));
    }),
  );
});

test("the first set that holds an address claims it", () => {
  fc.assert(
    fc.property(family, networks, (of, list) => {
      const sets = list.map((one) => networkOf(of, one));
      const won = claims(of, sets);
      for (let i = 0; i < SIZE; i++) {
        const first = sets.findIndex((set) => contains(set, addressAt(of, i)));
        assert.equal(
          won.findIndex((set) => contains(set, addressAt(of, i))),
          first,
        );
        assert.ok(won.filter((set) => contains(set, addressAt(of, i))).length <= 1);
      }
    }),
  );
});

test("the list of networks is the shortest one, and makes the same set", () => {
  fc.assert(
    fc.property(family, networks, (of, list) => {
      const set = setOf(of, list);
      const found = networksOf(set);
      const again = unionOf(
        of,
        found.map(({ text }) => parsedNetwork(text)),
      );
      assert.ok(sameSet(again, set));
      assert.equal(found.length, shortest(new Set(members(of, set)), 0, SIZE));
    }),
  );
});

// How many aligned blocks cover exactly the members in [start, start + size): a block that is full counts once.
function shortest(inside: ReadonlySet<number>, start: number, size: number): number {
  let count = 0;
  for (let i = start; i < start + size; i++) if (inside.has(i)) count++;
  if (count === 0 || count === size) return count === 0 ? 0 : 1;
  return shortest(inside, start, size / 2) + shortest(inside, start + size / 2, size / 2);
}

function parsedNetwork(text: string): IpSet {
  const [host = "", prefix] = text.split("/");
  const address = parseAddress(host);
  assert.ok(address !== undefined, text);
  return address.family === 4
    ? network4(address.value, prefix === undefined ? 32 : Number(prefix))
    : network6(address.value, prefix === undefined ? 128 : Number(prefix));
}

test("whole families", () => {
  assert.equal(countOf(wholeSet(4)), 2n ** 32n);
  assert.equal(countOf(wholeSet(6)), 2n ** 128n);
  assert.deepEqual(
    networksOf(wholeSet(4)).map(({ text }) => text),
    ["0.0.0.0/0"],
  );
  assert.deepEqual(
    networksOf(wholeSet(6)).map(({ text }) => text),
    ["::/0"],
  );
  const rest = subtract(wholeSet(4), network4(0, 1));
  assert.deepEqual(
    networksOf(rest).map(({ text }) => text),
    ["128.0.0.0/1"],
  );
});

test("addresses are read strictly and written as RFC 5952 says", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["192.0.2.1", "192.0.2.1"],
    ["255.255.255.255", "255.255.255.255"],
    ["010.1.1.1", undefined],
    ["1.2", undefined],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["::", "::"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["fe80::1%eth0", undefined],
    ["", undefined],
  ];
  for (const [text, wanted] of cases) {
    const address = parseAddress(text);
    assert.equal(address === undefined ? undefined : formatAddress(address), wanted, text);
  }
});

test("the work for many networks grows as their sorting does", () => {
  const sets = Array.from({ length: 16_000 }, (_, i) =>
    network4((i * 2_654_435_761) % 2 ** 32, 24 + (i % 9)),
  );
  const won = claims(4, [...sets, wholeSet(4)]);
  assert.equal(
    won.reduce((sum, set) => sum + countOf(set), 0n),
    2n ** 32n,
  );
  const sixes = Array.from({ length: 16_000 }, (_, i) =>
    network6(BASE[6] + (BigInt(i) << 64n), 64 - (i % 9)),
  );
  for (const all of [sets, sixes]) {
    const { family: of } = all[0] ?? wholeSet(4);
    // Four times the networks; quadratic work would take sixteen times as long, whenever it is measured.
    assertGrowth(
      () => milliseconds(() => claims(of, all.slice(0, 4000))),
      () => milliseconds(() => claims(of, all)),
      10,
    );
  }
});
