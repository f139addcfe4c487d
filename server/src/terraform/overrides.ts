import type { Span } from "../text/span.ts";
import type { SourceFile } from "./declared.ts";
import type { Block, BodyAttribute } from "./hcl/ast.ts";
import { isOverride } from "./paths.ts";

/** Blocks that an override file replaces by its own, so that they count as they stand there. */
export const STANDS_ALONE: ReadonlySet<string> = new Set(["locals", "variable", "output"]);

/** What override files state of a block: the last of them wins, argument by argument, and for all nested blocks of a type. */
interface Override {
  readonly attributes: Map<string, Stated<BodyAttribute>>;
  readonly blocks: Map<string, Stated<Block>[]>;
}

interface Stated<Part> {
  readonly uri: string;
  readonly part: Part;
}

/**
 * The files of a folder as its override files leave them, those last (Terraform's documentation, "Override Files"): an
 * argument there takes the place of the one here, nested blocks that of all of their type.
 */
export function overridden(files: readonly SourceFile[]): readonly SourceFile[] {
  const overrides = files.filter(({ uri }) => isOverride(uri));
  if (overrides.length === 0) return files;
  const changes = changesIn(overrides);
  const others = files.filter(({ uri }) => !isOverride(uri));
  return [
    ...others.map((file) => {
      const { hcl } = file;
      const blocks = hcl.body.blocks.map((block) => {
        const key = keyOf(block);
        const override = changes.get(key);
        // Terraform refuses a second block of the same name.
        changes.delete(key);
        return override === undefined ? block : changed(block, override);
      });
      return { ...file, hcl: { ...hcl, body: { ...hcl.body, blocks } } };
    }),
    ...overrides,
  ];
}

function changesIn(overrides: readonly SourceFile[]): Map<string, Override> {
  const changes = new Map<string, Override>();
  for (const { uri, hcl } of overrides) {
    for (const block of hcl.body.blocks) {
      if (STANDS_ALONE.has(block.type)) continue;
      const override = changes.get(keyOf(block)) ?? { attributes: new Map(), blocks: new Map() };
      changes.set(keyOf(block), override);
      for (const part of block.body.attributes) override.attributes.set(part.name, { uri, part });
      for (const { type } of block.body.blocks) override.blocks.set(type, []);
      for (const part of block.body.blocks) override.blocks.get(part.type)?.push({ uri, part });
    }
  }
  return changes;
}

function keyOf({ type, labels }: Block): string {
  return [type, ...labels].join(" ");
}

function changed(block: Block, override: Override): Block {
  const { attributes, blocks } = block.body;
  const kept = attributes.map((one) => {
    const stated = override.attributes.get(one.name);
    return stated === undefined ? one : placed(stated, one.value);
  });
  const names = new Set(attributes.map(({ name }) => name));
  const added = [...override.attributes.values()].filter(({ part }) => !names.has(part.name));
  return {
    ...block,
    body: {
      attributes: [...kept, ...added.map((one) => placed(one, block.header))],
      blocks: [
        ...blocks.filter(({ type }) => !override.blocks.has(type)),
        ...[...override.blocks.values()].flat().map((one) => nested(one, block.header)),
      ],
    },
  };
}

// What another file states, where a block of this one has room for it.
function placed({ uri, part }: Stated<BodyAttribute>, { start, end }: Span): BodyAttribute {
  const value = { kind: "elsewhere", uri, of: part.value, start, end } as const;
  return { name: part.name, value, start, end };
}

function nested({ uri, part }: Stated<Block>, { start, end }: Span): Block {
  const at = { start, end };
  return {
    ...part,
    ...at,
    header: at,
    body: {
      attributes: part.body.attributes.map((one) => placed({ uri, part: one }, at)),
      blocks: part.body.blocks.map((one) => nested({ uri, part: one }, at)),
    },
  };
}
