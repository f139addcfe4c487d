import { parseArgs } from "node:util";
import { RULES, ruleById } from "../rules/index.ts";
import { exampleText } from "../rules/rule.ts";
import { UsageError } from "./usage.ts";

/** `dnslens rules [ID]`: the catalogue, or one rule. */
export function rules(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: "string", default: "text" } },
  });
  const [id, more] = positionals;
  if (more !== undefined) throw new UsageError(`\`rules\` takes one rule; leave out \`${more}\``);
  if (values.format !== "text" && values.format !== "json")
    throw new UsageError(`--format takes text or json, not \`${values.format}\``);
  const rule = id === undefined ? undefined : ruleById(id);
  if (id !== undefined && rule === undefined)
    throw new UsageError(`\`${id}\` is no rule; \`dnslens rules\` lists them`);
  const shown = (rule === undefined ? RULES : [rule]).map((one) => ({
    id: one.id,
    severity: one.severity,
    scope: one.scope,
    docs: {
      ...one.docs,
      bad: exampleText(one.docs, one.docs.bad),
      good: exampleText(one.docs, one.docs.good),
    },
  }));
  if (values.format === "json") process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  else if (rule === undefined) {
    process.stdout.write(shown.map((one) => `${one.id} (${one.severity}): ${one.docs.summary}\n`).join(""));
  } else {
    const { docs } = rule;
    process.stdout.write(
      `${rule.id} (${rule.severity})\n${docs.summary}\n\n${docs.why}\n\nbad:\n${docs.bad.trimEnd()}\n\ngood:\n${docs.good.trimEnd()}\n\n${docs.refs.join(", ")}\n`,
    );
  }
  return 0;
}
