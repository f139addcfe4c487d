import type { SyntaxProblem } from "../dns/document.ts";
import { encodeOctets } from "../dns/octets.ts";
import { type Block, FLAG } from "./block.ts";
import { splitStrings } from "./strings.ts";

// What follows a `;` that was meant to be part of the value: another tag.
const TAG = /^;[ \t]*[a-z]{1,5}[ \t]*=/i;

/**
 * A TXT value without quotes whose first `;` turned the rest into a comment (RFC 1035 section 5.1): what is lost, and the
 * whole value in quotes. Undefined for every other record.
 */
export function cutValue(block: Block, row: number): SyntaxProblem | undefined {
  const { flags, rdataStart, rdataEnd } = block.columns;
  const bits = flags[row] ?? 0;
  if ((bits & FLAG.commented) === 0 || (bits & (FLAG.quoted | FLAG.grouped)) !== 0) return undefined;
  const { text } = block;
  const end = rdataEnd[row] ?? 0;
  const start = rdataStart[row] ?? 0;
  let lineEnd = end;
  while (lineEnd < text.length && text[lineEnd] !== "\n" && text[lineEnd] !== "\r") lineEnd++;
  const rest = text.slice(end, lineEnd).trimEnd();
  const comment = rest.trimStart();
  if (!TAG.test(comment) || !text.slice(start, end).includes("=")) return undefined;
  const whole = text.slice(start, end + rest.length);
  const quoted = splitStrings(whole)
    .map((piece) => `"${encodeOctets(piece)}"`)
    .join(" ");
  const lost = comment.slice(1).trim();
  return {
    rule: "txt-unquoted-semicolon",
    message: `The \`;\` begins a comment here: \`${lost.length > 60 ? `${lost.slice(0, 60)}…` : lost}\` is not published`,
    start: end + (rest.length - comment.length),
    end: end + rest.length,
    fixes: [
      {
        title: "Put the whole value in quotes",
        safe: false,
        edits: [{ start, end: end + rest.length, text: quoted }],
      },
    ],
  };
}
