import type { SyntaxFix } from "../dns/document.ts";
import { isAddress } from "../dns/types/kinds/names.ts";
import { HOLE } from "../text/mappedText.ts";
import type { PlacedProblem } from "./placed.ts";
import type { TerraformRecord } from "./record.ts";
import { isPartial } from "./records/zone.ts";

const RULE = "tf-final-dot-missing";

/** Names that the record's provider refuses for want of a final dot. */
export function finalDotProblems(record: TerraformRecord): readonly PlacedProblem[] {
  const { finalDot } = record.facts.row ?? {};
  if (finalDot === undefined) return NONE;
  return [...(finalDot === "names" ? ownerProblem(record) : NONE), ...targetProblem(record)];
}

const NONE: readonly PlacedProblem[] = [];

function ownerProblem({ uri, name, ownerSpan, facts }: TerraformRecord): readonly PlacedProblem[] {
  // `@` has a rule of its own.
  if (name === "" || name === "@" || name.endsWith(".") || name.includes(HOLE)) return NONE;
  const { start, end, uri: own } = ownerSpan;
  const { block, file } = facts.declared;
  const isWritten = own === undefined && file.text.slice(start, end) === name && start > block.header.end;
  const { zone } = facts;
  const isPart = isPartial(name, zone);
  const rest = isPart ? `.${zone ?? ""}` : ".";
  const isKnown = !isPart || zone !== undefined;
  const fix = {
    title: isPart ? `Write the whole name (\`${name}${rest}\`)` : dotTitle(name),
    safe: false,
    edits: [{ start: end, end, text: rest }],
  };
  const fixes = isWritten && isKnown ? [fix] : [];
  return [problem(own ?? uri, { start, end }, message(name, facts.declared), fixes)];
}

/** Types whose rdata ends with a name. */
const TYPES: ReadonlySet<string> = new Set(["CNAME", "DNAME", "MX", "NS", "PTR", "SRV"]);

function targetProblem(record: TerraformRecord): readonly PlacedProblem[] {
  const { type, rdata, uri, edit, facts } = record;
  const { content, declared } = facts;
  const name = /\S+$/.exec(content?.text ?? "")?.[0];
  const field = rdata.fields.at(-1);
  if (!TYPES.has(type) || name === undefined || field?.target === undefined) return NONE;
  // An address in the place of a name is reported as that.
  if (name.endsWith(".") || name.includes(HOLE) || isAddress(name)) return NONE;
  const { start, end } = field;
  const edits = edit.field({ start, end }, `${name}.`) ?? [];
  const fix = edits.map(({ at, text }) => ({ start: at.start, end: at.end, text }));
  const isHere = edits.length > 0 && edits.every((one) => one.uri === uri);
  const fixes = isHere ? [{ title: dotTitle(name), safe: false, edits: fix }] : [];
  return [problem(uri, { start, end }, message(name, declared), fixes)];
}

function message(name: string, { block }: TerraformRecord["facts"]["declared"]): string {
  return `\`${block.labels[0] ?? ""}\` takes whole names with their final dot only: \`${name}\` is refused`;
}

function dotTitle(name: string): string {
  return `Add the final dot (\`${name}.\`)`;
}

function problem(
  uri: string,
  at: { readonly start: number; readonly end: number },
  text: string,
  fixes: readonly SyntaxFix[],
): PlacedProblem {
  return { uri, problem: { rule: RULE, message: text, ...at, fixes } };
}
