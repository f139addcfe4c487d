/** Brackets and braces one inside another; far more than anybody writes, far less than the stack holds. */
const DEEPEST = 200;

/**
 * Where brackets and braces outside of quoted strings lie too deep in one another; undefined where none do. Readers that go down
 * a level with each of them would run out of stack.
 *
 * @returns the offset of the first that is too deep, in UTF-16 units
 */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    if (depth > DEEPEST) return index;
  }
  return undefined;
}
