import { typeCode } from "../dns/mnemonics.ts";
import type { DnsRecord, Lookup, RecordEditor } from "../dns/record.ts";
import { scanTokens } from "../dns/tokens.ts";
import { readRdata } from "../dns/types/read.ts";
import { MappedText } from "../text/mappedText.ts";
import type { AskLive, LiveAnswer } from "./live.ts";
import type { QueryType } from "./resolver.ts";

/** A lookup over `base` that asks the DNS for what `base` does not know. Answers enter as records without a place. */
export function lookupLive(base: Lookup, ask: AskLive): Lookup {
  return (name, type) => {
    const known = base(name, type);
    if (known !== undefined) return known;
    return isQueryType(type) ? liveRecords(ask(name, type)) : undefined;
  };
}

// Undefined where there was no answer: from a DNS that is silent nothing is concluded.
function liveRecords(live: LiveAnswer | undefined): readonly DnsRecord[] | undefined {
  if (live === undefined) return undefined;
  const { answer } = live;
  if (answer.kind === "nxdomain" || answer.kind === "nodata") return [];
  return answer.kind === "records" ? answer.values.map((value) => liveRecord(live, value)) : undefined;
}

function isQueryType(type: string): type is QueryType {
  return type in TYPES;
}

const TYPES: Readonly<Record<QueryType, true>> = { A: true, AAAA: true, MX: true, TXT: true, PTR: true };

function liveRecord({ name, type, ttl }: LiveAnswer, value: string): DnsRecord {
  const uri = `dns:${name}?type=${type}`;
  const nowhere = { start: 0, end: 0 };
  const code = typeCode(type, 0, type.length);
  return {
    uri,
    anchor: { uri, start: 0 },
    owner: name,
    name,
    origin: ".",
    ttl,
    ttlStated: false,
    class: "IN",
    type,
    typeCode: code,
    span: nowhere,
    ownerSpan: nowhere,
    ttlSpan: undefined,
    typeSpan: nowhere,
    rdataSpan: nowhere,
    text: type === "TXT" ? MappedText.plain(value) : undefined,
    rdata: readRdata(code, scanTokens(value, 0, value.length, 0), { origin: ".", klass: 1, span: nowhere }),
    edit: NOT_OURS,
  };
}

// What others publish cannot be edited here.
const NOT_OURS: RecordEditor = {
  replaceText: () => undefined,
  reprint: () => undefined,
  field: () => undefined,
  remove: () => undefined,
  rename: () => undefined,
  retype: () => undefined,
  insertAfter: () => undefined,
};
