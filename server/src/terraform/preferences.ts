import type { SyntaxFix } from "../dns/document.ts";
import { attributeOf, type SourceFile, sourceOf } from "./declared.ts";
import type { Origin } from "./eval/text.ts";
import type { PlacedProblem } from "./placed.ts";
import type { TerraformRecord } from "./record.ts";

const NO_PROBLEMS: readonly PlacedProblem[] = [];

/** The preference has an argument of its own with this provider, and the block does not give it. */
export function preferenceProblems(record: TerraformRecord): readonly PlacedProblem[] {
  if (record.type !== "MX") return NO_PROBLEMS;
  const { row, declared, content } = record.facts;
  const [path] = row?.priority ?? [];
  if (row === undefined || path === undefined || declared.block.type !== "resource") return NO_PROBLEMS;
  const { attributes, blocks } = declared.block.body;
  const isGiven =
    blocks.length > 0 || attributes.some(({ name }) => name === path || name === "data" || name === "mx");
  const place = contentPlace(record);
  const { start } = place;
  const written = fileAt(place.uri, record).text.slice(start, place.end);
  const type = `\`${declared.block.labels[0] ?? ""}\``;
  const inFront = row.bareHost === true ? /^"([0-9]+)[ \t]+(?=[^"\s]+"$)/.exec(written) : null;
  if (inFront !== null) {
    const [whole, number = ""] = inFront;
    const cut = { start: start + 1, end: start + whole.length, text: "" };
    const edits = isGiven ? [cut] : [cut, givenBehind(record, place, path, number)];
    const message = `${type} takes the preference from \`${path}\`, and refuses one in front of the host`;
    return preferenceProblem(place, message, `Write it as \`${path}\``, edits);
  }
  if (isGiven || content !== undefined || row.each !== undefined || !/^"[^"\s$]+"$/.test(written))
    return NO_PROBLEMS;
  const message = `The MX record has no preference: ${type} takes it from \`${path}\``;
  const edits = [givenBehind(record, place, path, "10")];
  return preferenceProblem(place, message, `Add \`${path} = 10\``, edits);
}

function preferenceProblem(
  { uri, start, end }: Origin,
  message: string,
  title: string,
  edits: SyntaxFix["edits"],
): readonly PlacedProblem[] {
  const fixes = [{ title, safe: false, edits }];
  return [{ uri, problem: { rule: "tf-mx-preference-missing", message, start, end, fixes } }];
}

// Where the content is written: that of an override file stands there.
function contentPlace({ uri, facts: { row, declared, spans } }: TerraformRecord): Origin {
  for (const path of row?.content ?? []) {
    const value = attributeOf(declared.block, path)?.value;
    if (value?.kind === "elsewhere") return sourceOf(value, declared.file);
  }
  return { uri, start: spans.content.start, end: spans.content.end };
}

function fileAt(uri: string, { facts: { files, declared } }: TerraformRecord): SourceFile {
  return files.find((file) => file.uri === uri) ?? declared.file;
}

// An argument more, behind the content.
function givenBehind(
  record: TerraformRecord,
  { uri, start, end }: Origin,
  name: string,
  value: string,
): SyntaxFix["edits"][number] {
  const { text } = fileAt(uri, record);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const added = uri.endsWith(".json")
    ? `, "${name}": ${value}`
    : `${eol}${indentAt(text, start)}${name} = ${value}`;
  return { start: end, end, text: added };
}

function indentAt(text: string, at: number): string {
  return /^\s*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1, at))?.[0] ?? "";
}
