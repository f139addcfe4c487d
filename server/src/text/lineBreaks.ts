/** A text that is to be written into a document with that document's line breaks. */
export function withLineBreaks(text: string, eol: string): string {
  return eol === "\n" || !text.includes("\n") ? text : text.replace(/\r?\n/g, eol);
}
