import type { Hover } from "vscode-languageserver";
import type { RecordDocument } from "../../dns/document.ts";
import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { TerraformDocument } from "../../terraform/document.ts";
import type { Run } from "../../terraform/eval/text.ts";
import type { TerraformRecord } from "../../terraform/record.ts";
import { HOLE } from "../../text/mappedText.ts";
import { baseName } from "../../text/path.ts";
import { code } from "../markdown.ts";
import { rangeOf } from "../positions.ts";
import { covers, recordUnder } from "../terraformPlace.ts";
import { explainToken } from "./token.ts";

const MOST = 4096;
/** Longest value shown as it is evaluated, and most of the places that it comes from. */
const MOST_VALUE = 300;
const MOST_PLACES = 8;

/**
 * A hover over DNS content in a Terraform file: over a record's value, name, type or TTL, and over a literal elsewhere that a
 * record uses. Everything else belongs to other extensions.
 * @param explain what a record means, in Markdown
 */
export function terraformHover(
  document: TerraformDocument,
  offset: number,
  lookup: Lookup,
  explain: (record: DnsRecord) => string,
): Hover | null {
  const found = recordUnder(document, offset);
  if (found === undefined) return null;
  const { record, at } = found;
  const token = at === undefined ? undefined : explainToken(record, offset, lookup);
  const sections = [
    ...(token === undefined ? [] : [token.markdown, "---"]),
    explain(record),
    ...evaluated(record, document),
  ];
  const value = sections.join("\n\n").slice(0, MOST);
  return {
    contents: { kind: "markdown", value },
    range: rangeOf(document, token?.span ?? at ?? { start: offset, end: offset }),
  };
}

/** The value as it is evaluated and where its parts come from; nothing where it stands there as it is. */
function evaluated(record: TerraformRecord, document: TerraformDocument): readonly string[] {
  const { content, address } = record.facts;
  if (content === undefined || content.text === HOLE) return [];
  const [first] = content.runs;
  const isPlain =
    first?.literal !== undefined &&
    record.uri === document.uri &&
    covers(record.facts.spans.content, first.literal.start) &&
    content.runs.every(({ literal }) => literal === first.literal);
  if (isPlain) return [];
  const shown = content.text.replaceAll(HOLE, "…");
  const value = shown.length > MOST_VALUE ? `${shown.slice(0, MOST_VALUE)}…` : shown;
  const places = [...new Set(placesOf(record, document))];
  const more = places.length > MOST_PLACES ? [`and ${places.length - MOST_PLACES} more`] : [];
  const lines = [`Evaluated${address === "" ? "" : ` for ${code(address)}`}: ${code(value)}`];
  if (places.length > 0) lines.push(`From ${[...places.slice(0, MOST_PLACES), ...more].join(", ")}`);
  return lines;
}

function placesOf(record: TerraformRecord, document: TerraformDocument): readonly string[] {
  const { content, spans } = record.facts;
  let at = 0;
  return (content?.runs ?? []).flatMap((run) => {
    const text = content?.text.slice(at, at + run.length) ?? "";
    at += run.length;
    if (run.call !== undefined) return [code(`${run.call}()`)];
    const there = document.related.get(run.uri);
    if (there === undefined) return [];
    if (text.includes(HOLE)) return [`${code(there.slice(run.start, run.end))} (not known here)`];
    const isHere = run.uri === record.uri && covers(spans.content, run.start);
    return isHere ? [] : [placeOf(there, run)];
  });
}

function placeOf(document: RecordDocument, run: Run): string {
  const name = baseName(document.uri);
  return code(`${decoded(name)}:${document.positionAt(run.start).line + 1}`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
