import type { Span } from "../text/span.ts";
import type { Block, BodyAttribute } from "./hcl/ast.ts";
import type { SourceFile } from "./module.ts";
import { isOverride } from "./paths.ts";

/** Blocks that an override file replaces by its own, so that they count as they stand there. */
export const STANDS_ALONE: ReadonlySet<string> = new Set(["locals", "variable", "output"]);

/** A block of an override file. */
interface Override {
  readonly uri: string;
  readonly block: Block;
}

/**
 * The files of a folder as its override files leave them, those last (Terraform's documentation, "Override Files"): an
 * argument there takes the place of the one here, nested blocks that of all of their type.
 */
export function overridden(files: readonly SourceFile[]): readonly SourceFile[] {
  const overrides = files.filter(({ uri }) => isOverride(uri));
  if (overrides.length === 0) return files;
  const changes = new Map<string, Override[]>();
  for (const { uri, hcl } of overrides) {
    for (const block of hcl.body.blocks.filter(({ type }) => !STANDS_ALONE.has(type)))
      changes.set(keyOf(block), [...(changes.get(keyOf(block)) ?? []), { uri, block }]);
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

function changed(block: Block, { uri, block: by }: Override): Block {
  const { attributes, blocks } = block.body;
  const states = (name: string) => by.body.attributes.find((one) => one.name === name);
  const kept = attributes.map((one) => placed(states(one.name), uri, one.value) ?? one);
  const added = by.body.attributes.filter(({ name }) => !attributes.some((one) => one.name === name));
  const types = new Set(by.body.blocks.map(({ type }) => type));
  return {
    ...block,
    body: {
      attributes: [...kept, ...added.flatMap((one) => placed(one, uri, block.header) ?? [])],
      blocks: [
        ...blocks.filter(({ type }) => !types.has(type)),
        ...by.body.blocks.map((one) => nested(one, uri, block.header)),
      ],
    },
  };
}

// What another file states, where a block of this one has room for it.
function placed(
  attribute: BodyAttribute | undefined,
  uri: string,
  { start, end }: Span,
): BodyAttribute | undefined {
  if (attribute === undefined) return undefined;
  const value = { kind: "elsewhere", uri, of: attribute.value, start, end } as const;
  return { name: attribute.name, nameSpan: { start, end }, value, start, end };
}

function nested(block: Block, uri: string, { start, end }: Span): Block {
  const at = { start, end };
  return {
    ...block,
    ...at,
    header: at,
    body: {
      attributes: block.body.attributes.flatMap((one) => placed(one, uri, at) ?? []),
      blocks: block.body.blocks.map((one) => nested(one, uri, at)),
    },
  };
}
