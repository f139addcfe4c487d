import type { TextPart } from "./ast.ts";

interface Piece {
  readonly kind: string;
}

/**
 * The pieces of a `<<-` heredoc, literal text by lines, without the indentation that all of its lines share. Lines of mere
 * space do not count, a line that begins with an interpolation has none.
 */
export function dedented<P extends Piece>(pieces: readonly (P | TextPart)[]): (P | TextPart)[] {
  const starts = new Set<number>();
  let least = Number.POSITIVE_INFINITY;
  let isLineStart = true;
  for (const [index, piece] of pieces.entries()) {
    if (isLineStart) {
      isLineStart = false;
      if (!isText(piece)) least = 0;
      else if (piece.text.trim() !== "" || !piece.text.endsWith("\n")) {
        starts.add(index);
        least = Math.min(least, piece.text.length - piece.text.trimStart().length);
      }
    }
    if (isText(piece) && piece.text.endsWith("\n")) isLineStart = true;
  }
  if (least === 0 || least === Number.POSITIVE_INFINITY) return [...pieces];
  const cut = pieces.map((piece, index) =>
    isText(piece) && starts.has(index)
      ? { ...piece, text: piece.text.slice(least), start: piece.start + least }
      : piece,
  );
  return cut.filter((piece) => !isText(piece) || piece.text !== "");
}

function isText(piece: Piece): piece is TextPart {
  return piece.kind === "text";
}
