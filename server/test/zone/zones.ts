// Templates of `$GENERATE` look like those of JavaScript.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: see above
import fc from "fast-check";

/** The files of a generated zone by name; `zone` is the outermost. */
export type Zone = Readonly<Record<string, string>>;

const owner = fc.constantFrom(
  "a",
  "b.c",
  "*",
  "@",
  "www",
  "deep.er",
  "UPPER",
  "d.example.com.",
  "_tcp",
  "e\\.f",
  "g\\046h",
  "i-1",
  '"quoted"',
  "3600",
);
const oddOwner = fc.constantFrom(
  "j..k",
  ".l",
  "m\\999",
  "n\\1",
  `${"o".repeat(64)}`,
  `${`${"p".repeat(60)}.`.repeat(5)}q`,
  "out.example.net.",
  "$dollar",
  "\\$r",
  "s(t)",
);
const ttl = fc.constantFrom("", "300", "1h", "1h30m", "30m1h", "1W", "0", "2147483647");
const oddTtl = fc.constantFrom("1h30", "1x", "h", "-1", "4294967296", "300 300", "10000w");
const klass = fc.constantFrom("", "IN", "in", "CLASS1");
const oddClass = fc.constantFrom("CH", "ANY", "CLASS65536", "IN IN", "HS", "INN");

const rdata = fc.constantFrom(
  "A 192.0.2.1",
  "a 192.0.2.2",
  "AAAA 2001:db8::1",
  "TXT x",
  'TXT "x y"',
  'TXT "a" b "c;d"',
  'TXT "a""b"',
  'TXT a"b"',
  "TXT ( x\n  y )",
  "TXT ( x ; comment )\n  y )",
  'TXT "\\"\\\\\\065"',
  "TXT \\;x",
  "MX 10 mx.example.net.",
  "TYPE1 192.0.2.3",
  "TYPE16 \\# 2 0161",
  "A \\# 4 c0000201",
  "TYPE65534 \\# 1 00",
  "HINFO cpu os",
  "A(192.0.2.4)",
  'TXT ""',
);
const oddRdata = fc.constantFrom(
  "A 192.0.2.1 )",
  "A ( 192.0.2.1",
  'TXT "x',
  'TXT "x\\',
  "TXT x\\",
  'TXT "\\256"',
  'TXT "\\1"',
  "AX 192.0.2.1",
  "192.0.2.1",
  "",
  "A",
  "A 300 192.0.2.1",
  "A IN 192.0.2.1",
  'MX 10 "mx"',
  '"A" 192.0.2.1',
  "A 192.0.2.1 extra",
  "TYPE65536 \\# 0",
  "OPT \\# 0",
  "AXFR x",
  "TXT",
  `TXT "${"x".repeat(256)}"`,
  "TXT ( ( x ) )",
  "CNAME a..b",
);

const gap = fc.constantFrom(" ", "\t", "  ");
const comment = fc.constantFrom("", "", "", " ; comment", ";(", ' ; "');

function record(
  names: fc.Arbitrary<string>,
  ttls: fc.Arbitrary<string>,
  classes: fc.Arbitrary<string>,
  values: fc.Arbitrary<string>,
) {
  return fc
    .tuple(names, ttls, classes, values, gap, fc.boolean(), comment)
    .map(([name, time, one, value, space, classFirst, end]) => {
      const middle = (classFirst ? [one, time] : [time, one]).filter((word) => word !== "");
      return [name, ...middle, value].join(space) + end;
    });
}

const blank = fc.constant("");
const good = record(fc.oneof({ weight: 4, arbitrary: owner }, blank), ttl, klass, rdata);
const odd = fc.oneof(
  record(oddOwner, ttl, klass, rdata),
  record(owner, oddTtl, klass, rdata),
  record(owner, ttl, oddClass, rdata),
  record(owner, ttl, klass, oddRdata),
);
const directive = fc.constantFrom(
  "$ORIGIN sub",
  "$ORIGIN example.com.",
  "$origin deep.sub.example.com.",
  "$TTL 1h",
  "$TTL 7200 ; comment",
  "$TTL ( 300 )",
  "$INCLUDE part",
  "$INCLUDE part inc",
  '$INCLUDE "part"',
  "$GENERATE 1-3 gen$ A 192.0.2.$",
  "$GENERATE 0-20/5 gen${1,3,d} 300 IN A 192.0.2.${10}",
  '$GENERATE 1-2 gen${0,4,x} TXT "a $"',
  "",
  "; only a comment",
  "  ",
  "\t; comment",
);
const oddDirective = fc.constantFrom(
  "$ORIGN sub",
  "$TTL",
  "$TTL soon",
  "$TTL 1h 2h",
  "$ORIGIN a..b",
  "$ORIGIN",
  '$ORIGIN "x"',
  "$INCLUDE",
  "$INCLUDE nowhere",
  "$INCLUDE zone",
  "$INCLUDE part a b",
  " $TTL 300",
  "$GENERATE 3-1 gen$ A 192.0.2.$",
  "$GENERATE 1-3/0 gen$ A 192.0.2.$",
  "$GENERATE 1-3 gen${ A 192.0.2.$",
  "$GENERATE 1-3 gen$ MX 10 mx$",
  "$GENERATE 1-3 gen$ FOO x",
  "$GENERATE 1-3 gen$",
  "$GENERATE 250-260 gen$ A 192.0.2.$",
  "TTL 300",
  "word",
  ")",
  "(",
);

const HEADS = [
  "$TTL 3600\n@ SOA ns.example.com. h.example.com. 1 7200 3600 1209600 3600\n@ NS ns\nns A 192.0.2.1\n",
  "@ 3600 IN SOA ns.example.com. h.example.com. ( 1 2h 1h\n  2w 1h )\n  NS ns\nns A 192.0.2.1\n",
  "@ SOA ns.example.com. h.example.com. 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n",
];

/** Zones of example.com, half of them with one or more mistakes in the zone's own syntax. */
export const zones: fc.Arbitrary<Zone> = fc
  .tuple(
    fc.constantFrom(...HEADS),
    fc.array(fc.oneof({ weight: 5, arbitrary: good }, { weight: 2, arbitrary: directive }), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.option(fc.tuple(fc.nat(), fc.oneof({ weight: 3, arbitrary: odd }, oddDirective)), { freq: 1 }),
    fc.array(good, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("\n", "\n", "\n", "\r\n"),
    fc.boolean(),
  )
  .map(([head, lines, mistake, part, eol, ended]) => {
    const all = [...lines];
    if (mistake !== null) all.splice(mistake[0] % (all.length + 1), 0, mistake[1]);
    // What BIND makes of the first line of a file that is included by an unended last line is an accident.
    const mayEnd = !/^\$include/i.test(all.at(-1) ?? "");
    const text = head + all.join("\n") + (ended || !mayEnd ? "\n" : "");
    return { zone: text.replaceAll("\n", eol), part: `${part.join("\n")}\n` };
  });
