import { parseArgs } from "node:util";
import type { RecordDocument } from "../dns/document.ts";
import { type LeftOut, type PlainZone, plainZones } from "../features/interchange/plain.ts";
import { zoneJson } from "../features/interchange/zoneJson.ts";
import { zoneText } from "../features/interchange/zoneText.ts";
import { strictJson } from "../text/loose.ts";
import { documentsOf } from "./documents.ts";
import { ZONE_OPTIONS } from "./files.ts";
import { guardPatterns, locatedIn, tellUnread } from "./located.ts";
import { UsageError } from "./usage.ts";

const FORMATS: Readonly<Record<string, (zones: readonly PlainZone[]) => string>> = { json, zone };

/** `dnslens export PATH --format json|zone`: the zone for other programs. What cannot leave is named on stderr. */
export function exportZone(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: "string", default: "json" }, ...ZONE_OPTIONS },
  });
  const render = FORMATS[values.format];
  if (render === undefined)
    throw new UsageError(`--format takes ${Object.keys(FORMATS).join(" or ")}, not \`${values.format}\``);
  if (positionals.length === 0)
    throw new UsageError("export needs a path: `dnslens export example.com.zone --format zone`");
  const documents = documentsOf(positionals, values);
  for (const document of documents) guardPatterns(document, MOST_GENERATED);
  const { zones, leftOut } = plainZones(
    documents.flatMap((document) => [...locatedIn(document)].map(({ record }) => record)),
  );
  process.stdout.write(render(zones));
  for (const { origin, records } of values.format === "zone" ? zones : [])
    if (records.every(({ type }) => type !== "SOA"))
      process.stderr.write(
        `dnslens: ${origin}: no SOA record is known here, and name servers load no zone without one\n`,
      );
  for (const [origin, keys] of alikeIn(zones))
    process.stderr.write(
      `dnslens: ${origin}: ${keys.length} zones of one name, in this order: ${keys.join(", ")}; keep them in files of their own\n`,
    );
  for (const one of leftOut)
    process.stderr.write(`dnslens: ${placeOf(documents, one)}: left out, ${one.why}\n`);
  tellUnread(documents);
  return 0;
}

// Read as one file they would be one zone.
function alikeIn(zones: readonly PlainZone[]): ReadonlyMap<string, readonly string[]> {
  const alike = new Map<string, readonly string[]>();
  for (const { origin, key } of zones)
    if (key !== undefined) alike.set(origin, [...(alike.get(origin) ?? []), key]);
  return alike;
}

/** What `$GENERATE` makes is written out; beyond so many records nobody would want it. */
const MOST_GENERATED = 100_000;

function json(zones: readonly PlainZone[]): string {
  const values = zones.map(zoneJson);
  const [first] = values;
  return `${strictJson(first === undefined || values.length > 1 ? values : first, 2)}\n`;
}

function zone(zones: readonly PlainZone[]): string {
  return zones
    .map((one) => {
      const text = zoneText(one);
      if (text !== undefined) return text;
      throw new UsageError(
        `${one.origin}: the text does not read back as the same records, so it is not shown; take --format json`,
      );
    })
    .join("\n");
}

function placeOf(documents: readonly RecordDocument[], { record }: LeftOut): string {
  const document = documents.find(({ uri }) => uri === record.uri);
  return `${record.uri}:${(document?.positionAt(record.span.start).line ?? 0) + 1}`;
}
