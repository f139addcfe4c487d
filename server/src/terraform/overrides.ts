import type { Span } from "../text/span.ts";
import type { Block, BodyAttribute } from "./hcl/ast.ts";
import type { SourceFile } from "./module.ts";
import { isOverride } from "./paths.ts";

/** Blocks that an override file replaces by its own, so that they count as they stand there. */
export const STANDS_ALONE: ReadonlySet<string> = new Set(["locals", "variable", "output"]);

/**
 * The files of a folder as its override files leave them, those last (Terraform's documentation, "Override Files"): an
 * argument there takes the place of the one here, nested blocks that of all of their type. What an override states is
 * checked where it stands; here it is unknown.
 */
export function overridden(files: readonly SourceFile[]): readonly SourceFile[] {
  const overrides = files.filter(({ uri }) => isOverride(uri));
  if (overrides.length === 0) return files;
  const changes = new Map<string, Block[]>();
  for (const { hcl } of overrides) {
    for (const block of hcl.body.blocks.filter(({ type }) => !STANDS_ALONE.has(type)))
      changes.set(keyOf(block), [...(changes.get(keyOf(block)) ?? []), block]);
  }
  const others = files.filter(({ uri }) => !isOverride(uri));
  return [
    ...others.map((file) => {
      const { hcl } = file;
      const blocks = hcl.body.blocks.map((block) => (changes.get(keyOf(block)) ?? []).reduce(changed, block));
      return { ...file, hcl: { ...hcl, body: { ...hcl.body, blocks } } };
    }),
    ...overrides,
  ];
}

function keyOf({ type, labels }: Block): string {
  return [type, ...labels].join(" ");
}

function changed(block: Block, by: Block): Block {
  const { attributes, blocks } = block.body;
  const names = new Set(by.body.attributes.map(({ name }) => name));
  const types = new Set(by.body.blocks.map(({ type }) => type));
  const kept = attributes.map((one) => (names.has(one.name) ? unknown(one.name, one) : one));
  const added = [...names].filter((name) => !attributes.some((one) => one.name === name));
  return {
    ...block,
    body: {
      ...block.body,
      attributes: [...kept, ...added.map((name) => unknown(name, block.header))],
      blocks: blocks.filter(({ type }) => !types.has(type)),
    },
  };
}

function unknown(name: string, { start, end }: Span): BodyAttribute {
  return { name, nameSpan: { start, end }, value: { kind: "missing", start, end }, start, end };
}
