import { parseArgs } from "node:util";
import { encodeOctets } from "../dns/octets.ts";
import { readZone, zoneFiles } from "./files.ts";
import { UsageError } from "./usage.ts";

/** `dnslens records`: one JSON object a line for each record. */
export function records(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { origin: { type: "string" } },
  });
  if (positionals.length === 0)
    throw new UsageError("records needs a path: `dnslens records example.com.zone`");
  for (const path of zoneFiles(positionals)) {
    const document = readZone(path, values.origin);
    let out = "";
    for (const record of document.records()) {
      const { owner, ttl, span, text } = record;
      const unknown = [...(owner === undefined ? ["owner"] : []), ...(ttl === undefined ? ["ttl"] : [])];
      out += `${JSON.stringify({
        path: document.uri,
        owner: owner ?? null,
        name: record.name,
        ttl: ttl ?? null,
        class: record.class,
        type: record.type,
        rdata: text === undefined ? record.rdata.canonical : published(text.text, text.breaks),
        range: { start: document.positionAt(span.start), end: document.positionAt(span.end) },
        unknown,
      })}\n`;
      if (out.length > 65_536) {
        process.stdout.write(out);
        out = "";
      }
    }
    process.stdout.write(out);
  }
  return 0;
}

function published(text: string, breaks: readonly number[]): string {
  const borders = [0, ...breaks, text.length];
  const strings = borders.slice(0, -1).map((start, i) => text.slice(start, borders[i + 1]));
  return strings.map((string) => `"${encodeOctets(string)}"`).join(" ");
}
