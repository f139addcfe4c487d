import type { Part } from "../dns/document.ts";
import { typeCode, typeName } from "../dns/mnemonics.ts";
import type { RdataField } from "../dns/rdata.ts";
import { isGenericForm, scanTokens } from "../dns/tokens.ts";
import { ALGORITHMS } from "../dns/types/kinds/mnemonics.ts";
import { parseTime } from "../dns/types/kinds/times.ts";
import { TYPES } from "../dns/types/table.ts";
import type { Span } from "../text/span.ts";
import type { ZoneRecord } from "../zone/record.ts";
import { targetItem } from "../zone/targets.ts";
import type { Dialect, Feature } from "./dialect.ts";
import { strangeIn } from "./dialectText.ts";

/** A field as it is written. */
interface Written {
  readonly field: RdataField;
  readonly raw: string;
  readonly isFirst: boolean;
}

type Spelling = (written: Written) => Iterable<Feature>;

const BOTH: readonly Dialect[] = ["nsd", "knot"];
const KNOT: readonly Dialect[] = ["knot"];
const NSD: readonly Dialect[] = ["nsd"];

const codes = (names: string) => new Set(names.split(" ").map((name) => typeCode(name, 0, name.length)));

/** Types whose mnemonic the releases at hand do not read (NSD 4.6, Knot 3.2). */
const UNKNOWN_TO_BOTH = codes(
  "NSAP-PTR GPOS EID NIMLOC ATMA A6 SINK HIP NINFO RKEY TALINK DSYNC HHIT BRID UINFO UID GID UNSPEC DOA AMTRELAY RESINFO WALLET TA TKEY TSIG IXFR AXFR MAILB MAILA ANY",
);
const UNKNOWN_TO_KNOT = codes("MD MF MB MG MR NULL WKS X25 ISDN NSAP SIG PX NXT OPT AVC DLV");

/** Words for algorithms that BIND alone has. */
const WORDS_OF_BIND: ReadonlySet<string> = new Set([
  "NSEC3DSA",
  "NSEC3RSASHA1",
  "ECDSA256",
  "ECDSA384",
  "ECCGOST",
]);

/** Types whose last field BIND lets be empty, and how many items others want. */
const FEWER: ReadonlyMap<number, { readonly items: number; readonly not: readonly Dialect[] }> = new Map([
  [11, { items: 3, not: NSD }],
  [25, { items: 4, not: BOTH }],
  [30, { items: 2, not: NSD }],
  [44, { items: 3, not: BOTH }],
]);

/** Digest types of DS records that Knot takes. */
const KNOWN_DIGESTS: ReadonlySet<string> = new Set(["1", "2", "4"]);
/** What the sizes of a LOC record may be (RFC 1876 section 2: 9e9 cm). */
const MOST_METRES = 90_000_000;

const TYPE_DS = 43;
const TYPE_IPSECKEY = 45;

/** By the kind of a field, what may be written there that BIND reads and another server does not. */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  algorithm: algorithmWord,
  certAlgorithm: algorithmWord,
  keyFlags: number,
  protocol: number,
  digestType: number,
  nameHash: number,
  type: typesIn,
  bitmap: typesIn,
  someTypes: typesIn,
  oldBitmap: typesIn,
  coveredType,
  sigType: coveredType,
  time,
  oldTime: time,
  hex: pieces(2, "digits"),
  optionalHex: pieces(2, "digits"),
  base64: pieces(4, "characters"),
  optionalBase64: pieces(4, "characters"),
  key: pieces(4, "characters"),
  locator,
  eui48: twoDigits,
  eui64: twoDigits,
  prefix: addressFamily,
  caaTag,
  string: word,
  value: word,
  regexp: word,
  latitude: fraction,
  longitude: fraction,
  altitude: fraction,
  size: fraction,
  horizontal: fraction,
  vertical: fraction,
  quotedHost,
  svcParam,
  ports: services,
  name: strangeName,
  host: strangeName,
  mailbox: strangeName,
};

const SPELT: ReadonlySet<number> = new Set(
  TYPES.filter(({ code, fields }) =>
    fields.some(({ kind }, i) => kind in SPELLINGS && !isTarget(code, i, kind)),
  ).map(({ code }) => code),
);

// How the one name that most types have is spelt is looked at in any case.
function isTarget(code: number, index: number, kind: string): boolean {
  return index === targetItem(code) && kind !== "quotedHost";
}

/** What a string may not begin with, or be. */
const ODD_WORD = /(?:^|[\s()])(?:@(?![^\s()])|\$|\.[^\s()]|\\#)/;
const TEXTS = codes("TXT SPF HINFO CAA AVC");

/** Whether the rdata of a row is worth being read for `inRdata`. */
export function isSpelt(code: number, rdata: string): boolean {
  return (
    SPELT.has(code) && (!TEXTS.has(code) || ODD_WORD.test(rdata) || (code === 257 && /[A-Z]/.test(rdata)))
  );
}

/** A mnemonic that not everybody knows, as it stands at `start`. */
export function mnemonicAt(code: number, text: string, start: number): Feature | undefined {
  const not = UNKNOWN_TO_BOTH.has(code) ? BOTH : UNKNOWN_TO_KNOT.has(code) ? KNOT : undefined;
  if (not === undefined) return undefined;
  const [word = ""] = /^[A-Z0-9-]*/i.exec(text.slice(start, start + 16)) ?? [];
  if (/^TYPE[0-9]/i.test(word)) return undefined;
  const verb = not === BOTH ? "do not know" : "does not know";
  const releases = not === BOTH ? "NSD 4.6, Knot 3.2" : "3.2";
  const said = `${verb} the type ${typeName(code)} (${releases}): what every release reads is \`TYPE${code}\``;
  return { start, end: start + word.length, not, said };
}

/** How the fields of a record are written that BIND reads, and another name server does not. */
export function* inRdata(record: ZoneRecord, { start, text }: Part): Iterable<Feature> {
  const { rdata, tokens, typeCode: code, typeSpan } = record;
  // What BIND refuses as well is reported as that.
  if (rdata.canonical === undefined || isGenericForm(tokens)) return;
  const fewer = FEWER.get(code);
  if (fewer !== undefined && tokens.length < fewer.items) {
    const at = { start: typeSpan.start - start, end: typeSpan.end - start };
    yield {
      ...at,
      not: fewer.not,
      said: `${fewer.not === BOTH ? "want" : "wants"} a value in the last field`,
    };
  }
  for (const [i, inFile] of rdata.fields.entries()) {
    if (isTarget(code, i, inFile.kind)) continue;
    const field = { ...inFile, start: inFile.start - start, end: inFile.end - start };
    const raw = text.slice(field.start, field.end);
    yield* SPELLINGS[field.kind]?.({ field, raw, isFirst: i === 0 }) ?? [];
    if (code === TYPE_DS && field.kind === "digestType" && !KNOWN_DIGESTS.has(field.text))
      yield { ...span(field), not: KNOT, said: `refuses the zone for a digest of type ${field.text}` };
    if (code === TYPE_IPSECKEY && field.name === "algorithm" && field.text === "0")
      yield {
        ...span(field),
        not: KNOT,
        said: "takes no key of algorithm 0, without which BIND refuses the zone",
      };
  }
}

function algorithmWord({ field, raw }: Written): Iterable<Feature> {
  const word = raw.toUpperCase();
  return WORDS_OF_BIND.has(word)
    ? [instead(field, BOTH, `do not know the word ${raw}`, String(ALGORITHMS[word]))]
    : [];
}

function number({ field, raw }: Written): Iterable<Feature> {
  return /^[0-9]+$/.test(raw) ? [] : [instead(field, BOTH, `want the ${field.name} as a number`, field.text)];
}

function* typesIn({ field, raw }: Written): Iterable<Feature> {
  for (const token of scanTokens(raw, 0, raw.length, field.start)) {
    if (/^[0-9]+$/.test(token.raw))
      yield instead(token, NSD, "takes no number for a type", typeWord(Number(token.raw)));
    const code = typeCode(token.raw, 0, token.raw.length);
    const found = mnemonicAt(code, token.raw, 0);
    if (found !== undefined) yield { ...found, ...span(token), fix: fixOf(token, `TYPE${code}`) };
  }
}

function coveredType(written: Written): Iterable<Feature> {
  const { field, raw } = written;
  return /^[0-9]+$/.test(raw)
    ? [instead(field, BOTH, "take no number for a type", typeWord(Number(raw)))]
    : typesIn(written);
}

function typeWord(code: number): string {
  return UNKNOWN_TO_BOTH.has(code) || UNKNOWN_TO_KNOT.has(code) ? `TYPE${code}` : typeName(code);
}

function time({ field, raw }: Written): Iterable<Feature> {
  if (/^[0-9]{14}$/.test(raw))
    return raw < "1970" || raw.endsWith("60")
      ? [{ ...span(field), not: BOTH, said: `refuse the time ${raw}` }]
      : [];
  const seconds = parseTime(raw);
  if (seconds === undefined) return [];
  const digits = new Date(seconds * 1000).toISOString().replace(/\D/g, "").slice(0, 14);
  return [instead(field, NSD, "takes no seconds since 1970", digits)];
}

// Encoded octets may stand in pieces, of which Knot reads each by itself.
function pieces(size: number, unit: string): Spelling {
  return ({ field, raw }) => {
    const odd = scanTokens(raw, 0, raw.length, field.start).find((token) => token.raw.length % size !== 0);
    const isAlone = odd !== undefined && odd.start === field.start && odd.end === field.end;
    const said = `wants pieces of ${size} ${unit}, or twice as many, and so on, between two blanks`;
    return odd === undefined || isAlone ? [] : [{ start: odd.start, end: odd.end, not: KNOT, said }];
  };
}

function locator({ field, raw }: Written): Iterable<Feature> {
  const full = raw.replace(/[^:]+/g, (part) => part.padStart(4, "0"));
  return full === raw ? [] : [instead(field, KNOT, "wants four digits between two colons", full)];
}

function twoDigits({ field, raw }: Written): Iterable<Feature> {
  return raw.length === field.text.length
    ? []
    : [instead(field, KNOT, "wants two digits for each octet", field.text)];
}

function addressFamily({ field, raw }: Written): Iterable<Feature> {
  const plain = raw.replace(/^(!?)0+(?=[0-9])/, "$1");
  return plain === raw ? [] : [instead(field, BOTH, "take no zero before the address family", plain)];
}

function caaTag({ field, raw }: Written): Iterable<Feature> {
  const lower = raw.toLowerCase();
  return lower === raw ? [] : [instead(field, NSD, "takes tags in lower case alone", lower)];
}

// What means something else elsewhere in a zone file wants quotes.
function* word({ field, raw, isFirst }: Written): Iterable<Feature> {
  if (raw.startsWith('"') || !ODD_WORD.test(raw)) return;
  const isGeneric = raw.startsWith("\\#");
  const not = isGeneric && isFirst ? KNOT : NSD;
  if (isGeneric && !isFirst && raw !== "\\#") return;
  const said = `takes \`${raw}\` for something else than a text`;
  yield instead(field, not, said, `"${isGeneric ? raw.slice(1) : raw}"`);
}

function fraction({ field, raw }: Written): Iterable<Feature> {
  if (Number.parseFloat(raw) > MOST_METRES && field.kind !== "altitude")
    return [{ ...span(field), not: KNOT, said: `takes ${MOST_METRES} m at the most` }];
  const found = /(?:^|\s)\.[0-9]|[0-9]\.(?=\s|$)/.test(raw) ? NSD : /[+]|-\./.test(raw) ? KNOT : undefined;
  if (found === undefined) return [];
  const isStart = found === NSD && /(?:^|\s)\.[0-9]/.test(raw);
  const plain = raw
    .replace("+", "")
    .replace(/(^|[\s-])\.(?=[0-9])/g, "$10.")
    .replace(/([0-9])\.(?=\s|$)/g, "$1");
  const not = isStart ? BOTH : found;
  const said = `${not === BOTH ? "want" : "wants"} digits on both sides of a decimal point, and no plus sign`;
  return [instead(field, not, said, plain)];
}

function quotedHost({ field, raw }: Written): Iterable<Feature> {
  return raw.startsWith('"') ? [{ ...span(field), not: KNOT, said: "takes no quotes around a name" }] : [];
}

function* svcParam({ field, raw }: Written): Iterable<Feature> {
  const [, key = "", equals = "", value = ""] = /^([^=]*)(=?)([\s\S]*)$/.exec(raw) ?? [];
  if (key === "dohpath")
    yield instead(
      { start: field.start, end: field.start + key.length },
      KNOT,
      "does not know `dohpath` (3.2)",
      "key7",
    );
  else if (key === "no-default-alpn" && equals !== "")
    yield instead(field, KNOT, "takes no value, not even an empty one", key);
  else if (key === "ech" && /^(?:"")?$/.test(value))
    yield { ...span(field), not: KNOT, said: "wants a value of `ech`" };
  else if (key.startsWith("key") && equals !== "" && value === "")
    yield instead(field, KNOT, "wants a value behind `=`", key);
  else if (key === "alpn" && /(?<!\\)\\(?:,|044)/.test(value))
    yield { ...span(field), not: KNOT, said: "takes no escaped comma" };
  else if (/^key[0346]$/.test(key))
    yield instead(
      field,
      NSD,
      `reads the value of \`${key}\` as that of the key it knows by name`,
      field.text,
    );
}

function strangeName({ field, raw }: Written): Iterable<Feature> {
  return raw.startsWith('"') ? [] : strangeIn(raw, field.start);
}

function* services({ field, raw }: Written): Iterable<Feature> {
  for (const token of scanTokens(raw, 0, raw.length, field.start)) {
    const lower = token.raw.toLowerCase();
    if (lower !== token.raw) yield instead(token, NSD, "knows services in lower case alone", lower);
  }
}

function instead(at: Span, not: readonly Dialect[], said: string, text: string): Feature {
  return { ...span(at), not, said: `${said}: write \`${text}\``, fix: fixOf(at, text) };
}

function span({ start, end }: Span): Span {
  return { start, end };
}

function fixOf(at: Span, text: string) {
  return { title: `Write \`${text}\``, safe: true, edits: [{ ...span(at), text }] };
}
