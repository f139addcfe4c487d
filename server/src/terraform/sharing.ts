import type { Span } from "../text/span.ts";
import type { SourceFile } from "./declared.ts";
import type { Template } from "./hcl/ast.ts";

/** A content that a literal is part of: where it stands, and what it says. */
export interface LiteralUser {
  readonly address: string;
  readonly uri: string;
  readonly start: number;
  readonly text: string | undefined;
}

// Instances of one block are one where they say the same.
function isSame(a: LiteralUser, b: LiteralUser): boolean {
  return a.start === b.start && a.uri === b.uri && a.address === b.address && a.text === b.text;
}

/** Which string literals more than one record uses: an edit in one of them would change all. */
export class Sharing {
  /** The first content that each literal is part of. */
  readonly #users = new Map<Template, LiteralUser>();
  readonly #twice = new Set<Template>();
  readonly #known = new Map<Template, boolean>();
  readonly #byFile = new Map<string, Template[]>();

  /** Notes that a literal is part of a content. */
  note(literal: Template, uri: string, user: LiteralUser): void {
    const before = this.#users.get(literal);
    if (before !== undefined) {
      if (before !== user && !isSame(before, user)) this.#twice.add(literal);
      return;
    }
    this.#users.set(literal, user);
    const literals = this.#byFile.get(uri);
    if (literals === undefined) this.#byFile.set(uri, [literal]);
    else literals.push(literal);
  }

  /** Whether a place in a file lies in a literal that is part of any record's content. */
  isInContent(uri: string, { start, end }: Span): boolean {
    return (this.#byFile.get(uri) ?? []).some((literal) => literal.start <= start && end <= literal.end);
  }

  /** Whether the literal is part of any record's content. */
  isUsed(literal: Template): boolean {
    return this.#users.has(literal);
  }

  /** Whether the literal is used once, as far as the files of its module show. */
  isShared(literal: Template, files: readonly SourceFile[]): boolean {
    const known = this.#known.get(literal);
    if (known !== undefined) return known;
    const shared = this.#twice.has(literal) || isNamedTwice(literal, files);
    this.#known.set(literal, shared);
    return shared;
  }
}

// A local or a variable that holds the literal and is referred to more than once.
function isNamedTwice(literal: Template, files: readonly SourceFile[]): boolean {
  const reference = files.map((file) => referenceTo(literal, file)).find((found) => found !== undefined);
  if (reference === undefined) return false;
  const pattern = new RegExp(`(?<![\\w.-])${reference.replace(".", "\\.")}(?![\\w-])`, "g");
  let count = 0;
  for (const { text } of files) count += text.match(pattern)?.length ?? 0;
  return count > 1;
}

function referenceTo(literal: Template, { hcl, uri }: SourceFile): string | undefined {
  const { body } = hcl;
  const holds = ({ value }: { readonly value: unknown }) => isWithin(value, literal);
  for (const { type, labels, body: inner } of body.blocks) {
    if (type === "locals") {
      const local = inner.attributes.find(holds);
      if (local !== undefined) return `local.${local.name}`;
    } else if (type === "variable" && inner.attributes.some(holds)) return `var.${labels[0] ?? ""}`;
  }
  if (!/\.tfvars(?:\.json)?$/.test(uri)) return undefined;
  const variable = body.attributes.find(holds);
  return variable === undefined ? undefined : `var.${variable.name}`;
}

// The very node: places alone would not tell files apart.
function isWithin(value: unknown, literal: Template): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (one === literal) return true;
    if (typeof one === "object" && one !== null) for (const part of Object.values(one)) open.push(part);
  }
  return false;
}
