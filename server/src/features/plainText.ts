/**
 * Markdown as features write it (`markdown.ts`), as plain text: what stands in code spans is kept to the letter, everything else
 * loses its marks.
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(MARKS, (hit, fence?: string, inside = "", escaped?: string, strong?: string, weak?: string) => {
      if (fence !== undefined) return unpadded(inside);
      if (hit.startsWith("\n")) return "\n";
      return escaped ?? strong?.replace(MARKS, unmarked) ?? weak?.replace(MARKS, unmarked) ?? hit;
    })
    .replace(/ {2}\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A code span, a rule between two paragraphs, an escape, strong and weak emphasis. */
const MARKS =
  /(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)|\n---(?=\n)|\\([!-/:-@[-`{-~])|\*\*((?:`[^`\n]*`|[^*`\n])+)\*\*|\*((?:`[^`\n]*`|[^*`\n])+)\*/g;

function unmarked(hit: string, fence?: string, inside = "", escaped?: string): string {
  return fence === undefined ? (escaped ?? hit) : unpadded(inside);
}

// A space on both sides keeps backticks of the content apart from those of the span.
function unpadded(inside: string): string {
  return /^ .*[^ ].* $/s.test(inside) ? inside.slice(1, -1) : inside;
}
