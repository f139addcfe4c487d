import type { LinePosition } from "../dns/document.ts";
import { countWhile } from "../text/halving.ts";
import type { Block } from "./block.ts";
import { lineAt, lineStartsOf } from "./lines.ts";

/** The line and character of an offset inside the blocks of a document. */
export function positionIn(blocks: readonly Block[], at: number): LinePosition {
  const block = blocks[blockAt(blocks, at)];
  if (block === undefined) return { line: 0, character: 0 };
  const lines = lineStartsOf(block);
  const line = lineAt(lines, at - block.start);
  return { line: block.line + line, character: at - block.start - (lines[line] ?? 0) };
}

/** The offset of a line and character; the end of the line where it has fewer characters. */
export function offsetIn(blocks: readonly Block[], position: LinePosition): number {
  const block = blocks[lastWhere(blocks, ({ line }) => line <= position.line)];
  if (block === undefined) return 0;
  const { text } = block;
  const lines = lineStartsOf(block);
  const within = position.line - block.line;
  const at = within < lines.length ? (lines[Math.max(0, within)] ?? 0) : text.length;
  let end = at;
  while (end < text.length && end - at < position.character) {
    const c = text.charCodeAt(end);
    if (c === 0x0a || c === 0x0d) break;
    end++;
  }
  return block.start + end;
}

/** Index of the block that covers the offset; the last one at the very end. */
export function blockAt(blocks: readonly Block[], offset: number): number {
  return lastWhere(blocks, ({ start }) => start <= offset);
}

function lastWhere(blocks: readonly Block[], holds: (block: Block) => boolean): number {
  const count = countWhile(blocks.length, (i) => {
    const block = blocks[i];
    return block !== undefined && holds(block);
  });
  return Math.max(0, count - 1);
}
