import { typeName } from "../../dns/mnemonics.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { HOLE } from "../../text/mappedText.ts";
import type { Span } from "../../text/span.ts";
import type { Declared } from "../declared.ts";
import { originOf } from "../eval/evaluate.ts";
import { call } from "../eval/functions.ts";
import { joined, madeText, sliced, type Text } from "../eval/text.ts";
import { numberOf, ofText, plainOf, textOf, type Value } from "../eval/value.ts";
import { bodyValue, type Instance } from "../expand.ts";
import type { RecordFacts, RecordSpans } from "../facts.ts";
import type { Module } from "../module.ts";
import type { ProviderRow } from "../providers/row.ts";
import { MODULES, RESOURCES } from "../providers/table.ts";
import { TerraformRecord } from "../record.ts";
import type { Sharing } from "../sharing.ts";
import { counted, presentationOf } from "./content.ts";
import { continuations } from "./elements.ts";
import { entriesAt, firstAt, type Keyed, leavesAt, objectsAt, valuesAt } from "./path.ts";
import { attributeSpan, elementSpan, literalSpan } from "./spans.ts";
import { together } from "./together.ts";
import { readTxt } from "./txt.ts";
import { ownerName, resourceOf, serviceName, zoneKeyOf, zoneName } from "./zone.ts";

/** Where the records of a file go. */
export interface Sink {
  readonly records: DnsRecord[];
  readonly anchor: RecordFacts["anchor"];
}

/** What building records needs besides the module. */
export interface BuildContext {
  readonly sinkOf: (uri: string) => Sink;
  readonly sharing: Sharing;
  /** Offsets of the backslashes of a file that begin no escape. */
  readonly badEscapes: (uri: string) => ReadonlySet<number>;
}

const TEXT_TYPES: ReadonlySet<string> = new Set(["TXT", "SPF"]);
/** Steps that decoding the JSON of one record, or of all records of a module, may take. */
const DECODING = 10_000;
/** Attributes that say that several resources of one name are served one at a time. */
const ALTERNATIVE = "set_identifier";

/** The records of a module and of the modules it calls. */
export function buildRecords(module: Module, context: BuildContext): void {
  for (const declared of module.resources) {
    const row = resourceRow(declared.block.labels[0] ?? "", module);
    if (row !== undefined) buildBlock(declared, declared.block.labels.join("."), row, module, context);
  }
  for (const declared of module.callBlocks) {
    const row = moduleRow(declared, module);
    if (row !== undefined)
      buildBlock(declared, `module.${declared.block.labels[0] ?? ""}`, row, module, context);
  }
  for (const { module: called } of module.calls) buildRecords(called, context);
}

/** The row of a resource type: where several providers share its name, that of the provider in use. */
function resourceRow(type: string, module: Module): ProviderRow | undefined {
  const rows = ROWS.get(type);
  if (rows === undefined || rows.length === 1) return rows?.[0];
  const source = module.providerSource(type.slice(0, type.indexOf("_")))?.toLowerCase();
  return rows.find((row) => row.source !== undefined && source?.endsWith(row.source)) ?? rows.at(-1);
}

const ROWS = new Map<string, (typeof RESOURCES)[number][]>();
for (const row of RESOURCES) ROWS.set(row.type, [...(ROWS.get(row.type) ?? []), row]);
const MODULE_ROWS = MODULES.map((row) => ({ row, pattern: new RegExp(row.type, "i") }));

function moduleRow(declared: Declared, module: Module): ProviderRow | undefined {
  const source = plainOf(module.argumentOf(declared, "source"));
  return source === undefined ? undefined : MODULE_ROWS.find(({ pattern }) => pattern.test(source))?.row;
}

interface Building {
  readonly declared: Declared;
  readonly address: string;
  readonly row: ProviderRow;
  readonly module: Module;
  readonly context: BuildContext;
  readonly instance: Instance;
  readonly body: Value;
}

function buildBlock(
  declared: Declared,
  address: string,
  row: ProviderRow,
  module: Module,
  context: BuildContext,
): void {
  const { block, file } = declared;
  for (const instance of module.instances(declared)) {
    const at = originOf(block.header, file);
    const body = bodyValue(block.body, instance.scope, at);
    const building = { declared, address, row, module, context, instance, body };
    const entities = entitiesOf(building);
    for (const entity of entities) buildEntity(building, entity, entities.length === 1);
  }
}

function entitiesOf({ row, body }: Building): readonly Keyed[] {
  const { each, eachJson } = row;
  if (each === undefined) return [{ key: undefined, value: body }];
  const list = row.keyIsOwner === true ? entriesAt(body, each) : objectsAt(body, each);
  if (list.length > 0 || eachJson === undefined) return list;
  return valuesAt(body, eachJson).flatMap((text) => {
    const list = call("jsondecode", [text], text.at, { steps: DECODING });
    return (list.kind === "list" ? list.items : [list]).map((value) => ({ key: undefined, value }));
  });
}

/** The value of the first path that leads to something, in the record's own object where it goes through it. */
function find(paths: readonly string[], entity: Value, { row, body }: Building): Value | undefined {
  for (const path of paths) {
    const found = followed(path, entity, row, body, firstAt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All that the first path leads to that leads to anything. */
function findAll(paths: readonly string[], entity: Value, { row, body }: Building): readonly Value[] {
  for (const path of paths) {
    const found = followed(path, entity, row, body, leavesAt);
    if (found.length > 0) return found;
  }
  return [];
}

function followed<Found>(
  path: string,
  entity: Value,
  row: ProviderRow,
  body: Value,
  follow: (value: Value, path: string) => Found,
): Found {
  const isOwn = row.each !== undefined && path.startsWith(`${row.each}.`);
  return isOwn ? follow(entity, path.slice((row.each ?? "").length + 1)) : follow(body, path);
}

function buildEntity(building: Building, { key, value: entity }: Keyed, isOnlyOne: boolean): void {
  const { row, body, instance, declared } = building;
  const off = row.off === undefined ? undefined : firstAt(entity, row.off.at);
  if (off?.kind === "bool" && off.value === row.off?.when) return;
  const type = typeOf(row, entity, building);
  const found = findAll(row.content, entity, building);
  const own = type === "MX" && row.increment !== undefined ? counted(found, body, row) : found;
  const contents = row.text === "json" && !TEXT_TYPES.has(type) ? inOne(own) : own;
  const alternatives = (row.alternatives ?? []).flatMap((path) =>
    followed(path, entity, row, body, leavesAt),
  );
  const alternative = alternativeOf(building);
  const standing = {
    isConditional:
      instance.isConditional ||
      declared.block.body.isBroken === true ||
      alternative !== undefined ||
      off?.kind === "unknown",
    alternative,
    isOnly: isOnlyOne && contents.length + alternatives.length < 2,
  };
  const shared = sharedFacts(building, key, entity, type);
  if (type === "TXT" && contents.length > 1) addElements(building, shared, contents, entity, standing);
  else for (const content of contents) add(building, factsOf(building, shared, content, entity, standing));
  for (const [index, content] of alternatives.entries()) {
    const one = { ...standing, isConditional: true, alternative: `${building.address} ${index}` };
    add(building, factsOf(building, shared, content, entity, one));
  }
  if (contents.length + alternatives.length === 0) {
    add(building, factsOf(building, shared, undefined, entity, standing));
  }
}

// An identifier that is not known is another one than those of other blocks and instances: all of a name differ.
function alternativeOf(building: Building): string | undefined {
  const { body, address, instance } = building;
  const value = find([ALTERNATIVE], body, building);
  if (value === undefined) return undefined;
  return plainOf(value) ?? `${address} ${plainOf(instance.key) ?? ""}`;
}

// The fields of one record, each as JSON.
function inOne(parts: readonly Value[]): readonly Value[] {
  const [first] = parts;
  if (first === undefined) return parts;
  const words = parts.map((part) => {
    const decoded = call("jsondecode", [part], part.at, { steps: DECODING });
    return contentText(decoded.kind === "unknown" && decoded.failed ? part : decoded);
  });
  const space = madeText(" ", first.at);
  const pieces = words.flatMap((word, index) =>
    word === undefined ? [] : index === 0 ? [word] : [space, word],
  );
  return [ofText(joined(pieces), first.at)];
}

/** Whether a record is there, and whether an answer may hold another one instead. */
type Standing = Pick<RecordFacts, "isConditional" | "alternative" | "isOnly">;

// Elements of a list; one that goes on with the text of another gives its own to it.
function addElements(
  building: Building,
  shared: Shared,
  contents: readonly Value[],
  entity: Value,
  standing: Standing,
): void {
  const all = contents.map((content) => factsOf(building, shared, content, entity, standing));
  const heads = continuations(all.map(({ txt }) => (txt === undefined ? "" : joined(txt.meant).text)));
  const rests = new Map<number, RecordFacts[]>();
  for (const [index, head] of heads.entries()) {
    const facts = all[index];
    if (head < 0 || facts === undefined) continue;
    const rest = rests.get(head);
    if (rest === undefined) rests.set(head, [facts]);
    else rest.push(facts);
  }
  const records: TerraformRecord[] = [];
  for (const [index, facts] of all.entries()) {
    const rest = rests.get(index) ?? [];
    const meant = facts.txt?.meant ?? [];
    const txt =
      facts.txt === undefined
        ? undefined
        : { ...facts.txt, meant: together([meant, ...rest.map((one) => one.txt?.meant ?? [])]) };
    const head = records[heads[index] ?? -1];
    const record = new TerraformRecord({ ...facts, txt, continues: head });
    records.push(record);
    head?.addPart(record);
    push(building, record);
  }
}

function add(building: Building, facts: RecordFacts): void {
  push(building, new TerraformRecord(facts));
}

function push({ context }: Building, record: TerraformRecord): void {
  context.sinkOf(record.uri).records.push(record);
}

function typeOf(row: ProviderRow, entity: Value, building: Building): string {
  const { recordType } = row;
  if ("is" in recordType) return recordType.is;
  const text = plainOf(find(recordType.at, entity, building))?.toUpperCase();
  if (text === undefined) return "";
  const named = /^[0-9]+$/.test(text) ? typeName(Number(text)) : text;
  return row.typeNames?.[named] ?? named;
}

type Shared = Pick<
  RecordFacts,
  "owner" | "name" | "zone" | "zoneKey" | "isInOwnZone" | "ttl" | "type" | "proxied"
> & {
  readonly spans: Omit<RecordSpans, "content">;
};

function sharedFacts(building: Building, key: Keyed["key"], entity: Value, type: string): Shared {
  const { row, module, declared } = building;
  const { block, file } = declared;
  const zoneValue = find(row.zone, entity, building);
  const zone = zoneName(zoneValue, row, module);
  const absolute = row.absoluteOwner === undefined ? undefined : find([row.absoluteOwner], entity, building);
  const written =
    absolute ?? find(row.owner, entity, building) ?? (row.keyIsOwner === true ? key : undefined);
  const text = written === undefined ? undefined : textOf(written);
  const isKnown =
    written === undefined ? block.body.isBroken !== true : text !== undefined && !text.text.includes(HOLE);
  const name = isKnown ? (text?.text ?? "") : "";
  const service = type === "SRV" ? serviceName(entity, name) : name;
  const form = absolute === undefined ? row : { ...row, form: "fqdn" as const };
  const ttl = find(row.ttl, entity, building);
  const seconds = ttl === undefined ? row.defaultTtl : numberOf(ttl);
  const place = (paths: readonly string[]) => attributeSpan(block, paths);
  return {
    owner: isKnown && service !== undefined ? ownerName(service, form, zone) : undefined,
    name: text?.text ?? (written === undefined ? "" : HOLE),
    zone,
    zoneKey: zoneKeyOf(zoneValue, zone, building),
    isInOwnZone: resourceOf(zoneValue)?.isData === false,
    proxied: PROXIED_TYPES.has(type) && PROXYING.test(row.type) && isProxied(building),
    ttl: seconds === row.automaticTtl ? undefined : seconds,
    type,
    spans: {
      block,
      header: block.header,
      owner: (text === undefined ? undefined : literalSpan(text, file.uri)) ?? place(row.owner),
      ttl: place(row.ttl),
      type: "at" in row.recordType ? place(row.recordType.at) : undefined,
    },
  };
}

/** Providers that can stand between a name and who asks, and for which types. */
const PROXYING = /^cloudflare_/;
const PROXIED_TYPES: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

function isProxied({ body }: Building): boolean {
  const proxied = firstAt(body, "proxied");
  return proxied?.kind === "bool" && proxied.value;
}

function factsOf(
  building: Building,
  shared: Shared,
  content: Value | undefined,
  entity: Value,
  standing: Standing,
): RecordFacts {
  const { declared, address, row, module, context, body, instance } = building;
  const isText = TEXT_TYPES.has(shared.type) || shared.type === "";
  const value = isText ? content : presentationOf(shared.type, content, entity, body, row);
  const text = value === undefined ? undefined : contentText(value);
  const { anchor } = context.sinkOf(declared.file.uri);
  const element = elementSpan(content ?? value, declared, row);
  const isTxt = isText && shared.type !== "";
  const whole = module.path === "" ? address : `${module.path}${address}`;
  if (text !== undefined && shared.type !== "") {
    const user = { address: whole, uri: declared.file.uri, start: element.start, text: text.text };
    for (const { literal, uri } of text.runs) {
      if (literal !== undefined) context.sharing.note(literal, uri, user);
    }
  }
  const { block, header, owner, ttl, type } = shared.spans;
  // Written out: a copy by `...` of so many fields takes several times the time and the memory.
  return {
    anchor,
    declared,
    address: whole,
    row,
    owner: shared.owner,
    name: shared.name,
    zone: shared.zone,
    zoneKey: shared.zoneKey,
    ttl: shared.ttl,
    type: shared.type,
    spans: { block, header, owner, ttl, type, content: element },
    content: text,
    txt: isTxt ? readTxt(withoutBadEscapes(text ?? holeAt(anchor.uri, element), context), row) : undefined,
    isInOwnZone: shared.isInOwnZone,
    isConditional: standing.isConditional,
    alternative: standing.alternative,
    isOnly: standing.isOnly,
    instance,
    continues: undefined,
    proxied: shared.proxied,
    sharing: context.sharing,
    files: module.files,
  };
}

function holeAt(uri: string, { start, end }: Span): Text {
  return madeText(HOLE, { uri, start, end });
}

// `\;` is reported by itself; the text that was meant has no backslash there.
function withoutBadEscapes(text: Text, { badEscapes }: BuildContext): Text {
  if (!text.text.includes("\\")) return text;
  const pieces: Text[] = [];
  let at = 0;
  let from = 0;
  for (const { uri, start, exact, length } of text.runs) {
    const offsets = exact ? badEscapes(uri) : undefined;
    for (let i = 0; offsets !== undefined && i < length; i++) {
      if (!offsets.has(start + i)) continue;
      pieces.push(sliced(text, from, at + i));
      from = at + i + 1;
    }
    at += length;
  }
  return from === 0 ? text : joined([...pieces, sliced(text, from)]);
}

function contentText(value: Value): Text | undefined {
  if (value.kind === "unknown" || value.kind === "namespace") return madeText(HOLE, value.at);
  return textOf(value);
}
