import type { Block, Body, BodyAttribute, HclFile, HclProblem, Template } from "./ast.ts";
import { readExpression } from "./expression.ts";
import { Reader } from "./reader.ts";
import { readBare } from "./template.ts";

/** Blocks one inside another; deeper ones are skipped. */
const DEEPEST = 64;

/** Reads HCL's native syntax. It never throws: a mistake costs its statement, and the next block is read as it stands. */
export function parseHcl(text: string): HclFile {
  const problems: HclProblem[] = [];
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const reader = new Reader(text, from, text.length, problems);
  const attributes: BodyAttribute[] = [];
  const blocks: Block[] = [];
  while (reader.at < reader.end) {
    readItems(reader, attributes, blocks, 0);
    if (reader.code() === 0x7d) {
      reader.report("syntax", reader.at, reader.at + 1, "nothing is open that `}` could close");
      reader.at++;
    } else if (reader.at < reader.end && reader.code() === 0x0a) reader.at++;
  }
  return { body: { attributes, blocks }, problems };
}

/** Reads a whole text as a template, as `templatefile` does; undefined where it is none. */
export function parseTemplate(text: string): Template | undefined {
  const problems: HclProblem[] = [];
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const parts = readBare(new Reader(text, from, text.length, problems), readExpression);
  if (problems.length > 0) return undefined;
  return { kind: "template", style: "heredoc", parts, start: from, end: text.length };
}

// Up to a `}`, the end, or, inside a block, a block that can only stand at the top. Whether all of it is what it should be.
function readItems(reader: Reader, attributes: BodyAttribute[], blocks: Block[], depth: number): boolean {
  let isWhole = true;
  while (true) {
    reader.skipLines();
    const code = reader.code();
    if (code === 0x0a) {
      if (depth > 0) return isWhole;
      reader.at++;
      reader.skipSpace();
    } else if (code < 0 || code === 0x7d) return isWhole;
    const start = reader.at;
    if (start >= reader.end) return isWhole;
    if (!readItem(reader, attributes, blocks, depth)) isWhole = false;
    if (reader.at === start) reader.skipJunk();
    if (!endLine(reader, depth)) isWhole = false;
  }
}

// A statement ends with its line; what else stands there is junk.
function endLine(reader: Reader, depth: number): boolean {
  reader.skipSpace();
  const code = reader.code();
  if (code < 0 || code === 0x0a || (code === 0x7d && depth > 0)) return true;
  const start = reader.at;
  reader.skipJunk();
  reader.report("syntax", start, reader.at, "nothing is expected here; the rest of the line is skipped");
  return false;
}

function readItem(reader: Reader, attributes: BodyAttribute[], blocks: Block[], depth: number): boolean {
  const start = reader.at;
  const name = reader.name();
  if (name === undefined) {
    reader.skipJunk();
    reader.report("syntax", start, reader.at, "an attribute or a block is expected here");
    return false;
  }
  const nameEnd = reader.at;
  reader.skipSpace();
  if (reader.code() === 0x3d && reader.code(1) !== 0x3d) {
    reader.at++;
    const value = readExpression(reader);
    attributes.push({ name, value, start, end: Math.max(nameEnd, value.end) });
    return true;
  }
  return readBlock(reader, name, start, nameEnd, blocks, depth);
}

function readBlock(
  reader: Reader,
  type: string,
  start: number,
  nameEnd: number,
  blocks: Block[],
  depth: number,
): boolean {
  const labels: string[] = [];
  let headerEnd = nameEnd;
  while (true) {
    reader.skipSpace();
    const label = readLabel(reader);
    if (label === undefined) break;
    labels.push(label);
    headerEnd = reader.at;
  }
  if (!reader.take("{")) {
    reader.skipJunk();
    reader.report("syntax", start, reader.at, "`=` or `{` is missing");
    return false;
  }
  const attributes: BodyAttribute[] = [];
  const inner: Block[] = [];
  const isWhole = depth >= DEEPEST || readItems(reader, attributes, inner, depth + 1);
  const body: Body = { attributes, blocks: inner, ...(isWhole ? {} : { isBroken: true }) };
  if (!reader.take("}")) reader.report("syntax", start, headerEnd, "the block is never closed");
  blocks.push({ type, labels, header: { start, end: headerEnd }, body, start, end: reader.at });
  return true;
}

function readLabel(reader: Reader): string | undefined {
  if (reader.code() !== 0x22) return reader.name();
  const start = reader.at;
  let at = start + 1;
  while (at < reader.end && reader.text.charCodeAt(at) !== 0x22 && reader.text.charCodeAt(at) !== 0x0a) {
    at += reader.text.charCodeAt(at) === 0x5c ? 2 : 1;
  }
  const isClosed = at < reader.end && reader.text.charCodeAt(at) === 0x22;
  reader.at = isClosed ? at + 1 : Math.min(at, reader.end);
  if (!isClosed) reader.report("syntax", start, reader.at, "the label is not closed");
  return reader.text.slice(start + 1, Math.min(at, reader.end));
}
