import type { Expression, HclProblem, Interpolation, Part, TextPart } from "./ast.ts";

/** What stands between `%{` and `}`. */
export type Directive =
  | { readonly kind: "if"; readonly condition: Expression }
  | {
      readonly kind: "for";
      readonly key: string | undefined;
      readonly value: string;
      readonly collection: Expression;
    }
  | { readonly kind: "else" | "endif" | "endfor" };

/** A piece of a template before its directives are put together. */
export type Piece =
  | TextPart
  | Interpolation
  | {
      readonly kind: "directive";
      readonly directive: Directive;
      readonly start: number;
      readonly end: number;
    };

/** The pieces with each directive around what it holds. One without its end is reported, and the rest is lost. */
export function nested(pieces: readonly Piece[], problems: HclProblem[]): readonly Part[] {
  if (pieces.every((piece) => piece.kind !== "directive")) return pieces;
  const cursor = { at: 0 };
  const parts: Part[] = [];
  while (cursor.at < pieces.length) {
    for (const part of partsUntil(pieces, cursor, [], problems, 0).parts) parts.push(part);
  }
  return parts;
}

/** `if` and `for` one inside another; deeper ones are read as if they were closed. */
const DEEPEST = 100;

interface Run {
  readonly parts: readonly Part[];
  readonly closing: Piece | undefined;
}

function partsUntil(
  pieces: readonly Piece[],
  cursor: { at: number },
  ends: readonly string[],
  problems: HclProblem[],
  depth: number,
): Run {
  const parts: Part[] = [];
  while (cursor.at < pieces.length) {
    const piece = pieces[cursor.at++];
    if (piece === undefined) break;
    if (piece.kind !== "directive") {
      parts.push(piece);
      continue;
    }
    const { directive, start } = piece;
    if (ends.includes(directive.kind)) return { parts, closing: piece };
    const inside = (...closers: readonly string[]) =>
      depth < DEEPEST
        ? partsUntil(pieces, cursor, closers, problems, depth + 1)
        : { parts: [], closing: undefined };
    if (directive.kind === "if") {
      const yes = inside("else", "endif");
      const hasElse = yes.closing?.kind === "directive" && yes.closing.directive.kind === "else";
      const no: Run = hasElse ? inside("endif") : { parts: [], closing: yes.closing };
      const end = closed(piece, no, problems);
      if (no.closing === undefined) parts.push(lost(start, pieces.at(-1)?.end ?? end));
      else
        parts.push({ kind: "if", condition: directive.condition, yes: yes.parts, no: no.parts, start, end });
    } else if (directive.kind === "for") {
      const { key, value, collection } = directive;
      const body = inside("endfor");
      const end = closed(piece, body, problems);
      if (body.closing === undefined) parts.push(lost(start, pieces.at(-1)?.end ?? end));
      else parts.push({ kind: "for", key, value, collection, body: body.parts, start, end });
    } else {
      problems.push(problemAt(piece, `nothing is open that \`${directive.kind}\` could close`));
      // What opened it stands among the text.
      const from = parts[0]?.start ?? piece.start;
      parts.splice(0, parts.length, lost(from, piece.end));
    }
  }
  return { parts, closing: undefined };
}

function closed(opening: Piece, { closing }: Run, problems: HclProblem[]): number {
  if (closing !== undefined) return closing.end;
  problems.push(problemAt(opening, "the directive is never closed"));
  return opening.end;
}

/** A part of a template that is written so that it cannot be told what was meant. */
export function lost(start: number, end: number): Interpolation {
  return { kind: "interpolation", expression: { kind: "missing", start, end }, start, end };
}

function problemAt({ start, end }: Piece, message: string): HclProblem {
  return { kind: "syntax", message, start, end };
}
