import { parseArgs } from "node:util";
import { explainRecord } from "../features/hover.ts";
import { Workspace } from "../workspace.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { readZone, zoneFiles } from "./files.ts";
import { UsageError } from "./usage.ts";

const FORMATS: readonly string[] = ["text", "md", "json"];

/** `dnslens explain PATH[:LINE[:COL]]`: what the hover says; without a line, about every mail record of the file. */
export function explain(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: "string", default: "text" }, origin: { type: "string" } },
  });
  const [target] = positionals;
  if (target === undefined)
    throw new UsageError("explain needs a path: `dnslens explain example.com.zone:12`");
  if (!FORMATS.includes(values.format)) {
    throw new UsageError(`--format takes ${FORMATS.join(", ")}, not \`${values.format}\``);
  }
  const [, path = target, line, column] = /^(.+?)(?::([0-9]+))?(?::([0-9]+))?$/.exec(target) ?? [];
  const [file] = zoneFiles([path]);
  if (file === undefined) throw new UsageError(`${path}: there is no zone file; name one`);
  const document = readZone(file, values.origin);
  const workspace = new Workspace();
  workspace.update(document);
  const records = line === undefined ? mailRecords(document) : [recordOn(document, path, line, column)];
  const explained = records.map((record) => ({
    owner: record.owner ?? null,
    type: record.type,
    line: document.positionAt(record.span.start).line + 1,
    markdown: explainRecord(record, workspace.lookupFrom(document.uri)),
  }));
  if (values.format === "json") process.stdout.write(`${JSON.stringify(explained, undefined, 2)}\n`);
  else {
    const texts = explained.map(({ markdown }) => (values.format === "md" ? markdown : plain(markdown)));
    process.stdout.write(texts.length === 0 ? "No mail records in this file.\n" : `${texts.join("\n\n")}\n`);
  }
  return 0;
}

function mailRecords(document: ZoneDocument) {
  return [...document.records()].filter(({ type, text }) => type === "TXT" && /^v=/i.test(text?.text ?? ""));
}

function recordOn(document: ZoneDocument, path: string, line: string, column: string | undefined) {
  const start = document.offsetAt({ line: Number(line) - 1, character: Number(column ?? 1) - 1 });
  const text = document.slice(
    start,
    document.offsetAt({ line: Number(line) - 1, character: Number.MAX_SAFE_INTEGER }),
  );
  const record = document.recordAt(start + (column === undefined ? Math.max(0, text.search(/\S/)) : 0));
  if (record === undefined)
    throw new UsageError(`${path}:${line}: no record stands there; name a line that has one`);
  return record;
}

// The hover's Markdown as a terminal shows it: without its emphasis, its fences and its empty lines.
function plain(markdown: string): string {
  return markdown
    .replaceAll("**", "")
    .replace(/(`+) ?(.*?) ?\1/g, "$2")
    .replace(/\n\n/g, "\n  ")
    .replace(/\n- /g, "\n  - ");
}
