/**
 * Where brackets and braces outside of quoted strings lie deeper in one another than that; undefined where none do. Readers
 * that go down a level with each of them would run out of stack.
 *
 * @returns the offset of the first that is too deep, in UTF-16 units
 */
export function tooDeepAt(text: string, deepest: number): number | undefined {
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    if (depth > deepest) return index;
  }
  return undefined;
}
