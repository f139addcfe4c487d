import { setImmediate as turn } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { RecordDocument } from "../dns/document.ts";
import { encodeOctets, printable } from "../dns/octets.ts";
import type { DnsRecord } from "../dns/record.ts";
import { HOLE } from "../dns/types/reading.ts";
import { strictJson } from "../text/loose.ts";
import type { Located } from "../zone/walk.ts";
import { documentsOf } from "./documents.ts";
import { ZONE_OPTIONS } from "./files.ts";
import { guardPatterns, locatedIn, tellUnread } from "./located.ts";
import { UsageError } from "./usage.ts";

/** Characters after which lines go out. */
const CHUNK = 65_536;

/** `dnslens records`: one JSON object a line for each record, as name servers load them. */
export async function records(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...ZONE_OPTIONS, "max-generate": { type: "string", default: "100000" } },
  });
  if (positionals.length === 0)
    throw new UsageError("records needs a path: `dnslens records example.com.zone`");
  const most = values["max-generate"];
  if (!/^[0-9]{1,10}$/.test(most)) throw new UsageError(`--max-generate takes a number, not \`${most}\``);
  const documents = documentsOf(positionals, values);
  for (const document of documents) guardPatterns(document, Number(most));
  let out = "";
  for (const document of documents) {
    for (const located of locatedIn(document)) {
      out += `${line(located)}\n`;
      if (out.length < CHUNK) continue;
      process.stdout.write(out);
      out = "";
      // A reader that has gone is only heard of between turns.
      await turn();
    }
  }
  process.stdout.write(out);
  tellUnread(documents);
  return 0;
}

function line({ document, record }: Located<RecordDocument>): string {
  const { owner, ttl, type } = record;
  const isTerraform = document.language === "terraform";
  const span = isTerraform ? record.rdataSpan : record.span;
  const rdata = isTerraform ? (record.rdata.printed ?? record.rdata.canonical) : rdataOf(record);
  const unknown = [
    ...(owner === undefined ? ["owner"] : []),
    ...(ttl === undefined ? ["ttl"] : []),
    ...(type === "" ? ["type"] : []),
    ...(rdata === undefined || rdata.includes(HOLE) ? ["rdata"] : []),
  ];
  return strictJson({
    path: document.uri,
    owner: owner ?? null,
    name: printable(record.name),
    ttl: ttl ?? null,
    class: record.class,
    type: type === "" ? null : type,
    rdata: rdata ?? null,
    range: { start: document.positionAt(span.start), end: document.positionAt(span.end) },
    unknown,
  });
}

function rdataOf({ text, rdata }: DnsRecord): string | undefined {
  return text === undefined ? (rdata.printed ?? rdata.canonical) : published(text.text, text.breaks);
}

function published(text: string, breaks: readonly number[]): string {
  const borders = [0, ...breaks, text.length];
  const strings = borders.slice(0, -1).map((start, i) => text.slice(start, borders[i + 1]));
  return strings.map((string) => `"${string.split(HOLE).map(encodeOctets).join(HOLE)}"`).join(" ");
}
