import type { Origin } from "./eval/text.ts";
import type { Block, BodyAttribute, Expression, HclFile } from "./hcl/ast.ts";

/** A file of a module, as read. */
export interface SourceFile {
  readonly uri: string;
  readonly text: string;
  readonly hcl: HclFile;
}

/** A block in its file. */
export interface Declared {
  readonly file: SourceFile;
  readonly block: Block;
}

/** The attribute of that name. */
export function attributeOf(block: Block, name: string): BodyAttribute | undefined {
  for (const attribute of block.body.attributes) if (attribute.name === name) return attribute;
  return undefined;
}

/** Where a value is written: that of an override file stands there. */
export function sourceOf(value: Expression, { uri }: SourceFile): Origin {
  const own = value.kind === "elsewhere" ? value.of : value;
  return { uri: value.kind === "elsewhere" ? value.uri : uri, start: own.start, end: own.end };
}

/** An argument of a block as it is written; undefined where it has none of that name. */
export function writtenIn(
  { block, file }: Declared,
  name: string,
  files: readonly SourceFile[],
): string | undefined {
  const value = attributeOf(block, name)?.value;
  if (value === undefined) return undefined;
  const { uri, start, end } = sourceOf(value, file);
  return (files.find((one) => one.uri === uri) ?? file).text.slice(start, end);
}

/** Whether a part of the block is written in an override file, so that its own text is not all of it. */
export function isOverridden({ body }: Block): boolean {
  return body.attributes.some(({ value }) => value.kind === "elsewhere") || body.blocks.some(isOverridden);
}
