import type { SourceFile } from "./declared.ts";
import { evaluate } from "./eval/evaluate.ts";
import type { Scope } from "./eval/scope.ts";
import { plainOf } from "./eval/value.ts";
import type { Body, HclFile } from "./hcl/ast.ts";

/** The source of a provider as `required_providers` of these files names it ("germanbrew/hetznerdns"). */
export function providerSource(
  name: string,
  files: readonly SourceFile[],
  scopeOf: (file: SourceFile) => Scope,
): string | undefined {
  for (const file of files) {
    for (const required of requiredProviders(file.hcl)) {
      const found = required.attributes.find((one) => one.name === name);
      const value = found === undefined ? undefined : evaluate(found.value, scopeOf(file));
      const source = value?.kind === "object" ? plainOf(value.entries.get("source")?.value) : plainOf(value);
      if (source !== undefined) return source;
    }
  }
  return undefined;
}

function requiredProviders({ body }: HclFile): readonly Body[] {
  return body.blocks
    .filter(({ type }) => type === "terraform")
    .flatMap((block) => block.body.blocks.filter(({ type }) => type === "required_providers"))
    .map((block) => block.body);
}
