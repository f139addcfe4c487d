import { lastUpTo } from "../text/halving.ts";
import type { Block } from "./block.ts";
import { afterEol } from "./statement.ts";

const starts = new WeakMap<Block, Uint32Array>();

/** Where each line of a block begins, relative to the block; made when somebody first asks for a position in it. */
export function lineStartsOf(block: Block): Uint32Array {
  const known = starts.get(block);
  if (known !== undefined) return known;
  const { text } = block;
  const found = new Uint32Array(block.lines + 1);
  let line = 0;
  for (let at = 0; at < text.length; ) {
    const c = text.charCodeAt(at);
    if (c !== 0x0a && c !== 0x0d) {
      at++;
      continue;
    }
    at = afterEol(text, at);
    line++;
    if (line < found.length) found[line] = at;
  }
  starts.set(block, found);
  return found;
}

/** The line of a block that holds an offset relative to it. */
export function lineAt(lines: Uint32Array, offset: number): number {
  return lastUpTo(lines, offset);
}
