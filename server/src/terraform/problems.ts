import type { SyntaxFix, SyntaxProblem } from "../dns/document.ts";
import type { SourceEdit } from "../dns/record.ts";
import { HOLE } from "../text/mappedText.ts";
import type { Span } from "../text/span.ts";
import { attributeOf, type SourceFile, sourceOf, writtenIn } from "./declared.ts";
import { literalOf, valueFor } from "./encode.ts";
import { joined, type Origin, type Text } from "./eval/text.ts";
import { finalDotProblems } from "./finalDots.ts";
import { ownerMark } from "./fromFile.ts";
import type { HclProblem } from "./hcl/ast.ts";
import type { Module } from "./module.ts";
import type { PlacedProblem } from "./placed.ts";
import { preferenceProblems } from "./preferences.ts";
import type { TerraformRecord } from "./record.ts";
import type { TxtFault } from "./records/txt.ts";
import type { Sharing } from "./sharing.ts";

/** What is wrong with how the records of a configuration are written, whatever their texts say. */
export function problemsOf(
  records: readonly TerraformRecord[],
  modules: readonly Module[],
  sharing: Sharing,
): readonly PlacedProblem[] {
  const found: PlacedProblem[] = [];
  for (const record of records) {
    for (const check of CHECKS) {
      const problems = check(record);
      if (problems.length > 0) found.push(...markedWithOwner(problems, record));
    }
  }
  const files = [...new Set(modules.flatMap((module) => module.files))];
  const ofSyntax = files.flatMap((file) => syntaxProblems(file, sharing));
  return withoutDoubles([...found, ...competitors(records), ...ofSyntax]);
}

const NO_PROBLEMS: readonly PlacedProblem[] = [];

/** What is looked at in each record by itself. */
const CHECKS: readonly ((record: TerraformRecord) => readonly PlacedProblem[])[] = [
  quotingProblems,
  proxiedProblems,
  holeProblems,
  ownerProblems,
  preferenceProblems,
  finalDotProblems,
];

function quotingProblems(record: TerraformRecord): readonly PlacedProblem[] {
  const { continues, txt } = record.facts;
  if (continues !== undefined) return [splitProblem(record, continues)];
  return txt?.fault === undefined ? NO_PROBLEMS : [faultProblem(record, txt.fault)];
}

function proxiedProblems(record: TerraformRecord): readonly PlacedProblem[] {
  const proxied = proxiedKey(record);
  return proxied === undefined ? NO_PROBLEMS : [proxiedProblem(proxied)];
}

function markedWithOwner(found: readonly PlacedProblem[], record: TerraformRecord): readonly PlacedProblem[] {
  return found.map(({ uri, problem }) => {
    const mark = ownerMark(record, { uri, ...problem });
    return { uri, problem: mark === "" ? problem : { ...problem, message: `${problem.message}${mark}` } };
  });
}

const FAULTS: Readonly<
  Record<
    TxtFault["kind"],
    {
      readonly rule: string;
      readonly message: (fault: TxtFault, type: string) => string;
      readonly title: string;
    }
  >
> = {
  "outer-quotes": {
    rule: "tf-txt-outer-quotes",
    message: ({ drifts }, type) =>
      drifts
        ? `${type} takes the quotes off again, so that every plan shows a change`
        : `${type} adds the quotes itself: these become part of the value, and receivers do not see a record here`,
    title: "Write the value without quotes",
  },
  "missing-quotes": {
    rule: "tf-txt-missing-inner-quotes",
    message: ({ drifts, refused }, type) =>
      drifts
        ? `${type} stores the value in quotes; without them every plan shows a change`
        : refused
          ? `${type} takes TXT values in quotes only: without them the change is refused`
          : `Without quotes ${type} cuts the value at its spaces, and receivers join the pieces without them`,
    title: 'Put the value in quotes (`\\"...\\"`)',
  },
  "open-quote": {
    rule: "tf-txt-missing-inner-quotes",
    message: (_, type) => `A quote of the value has no partner: ${type} refuses it`,
    title: 'Put the value in quotes (`\\"...\\"`)',
  },
  unsplit: {
    rule: "tf-txt-over-255-unsplit",
    message: ({ drifts }, type) =>
      drifts
        ? "A string of the value has over 255 characters: it is split for you, and every plan shows a change"
        : `A string of the value has over 255 characters, the most that DNS carries: ${type} refuses it`,
    title: "Split the value into strings of 255 characters",
  },
  newline: {
    rule: "tf-heredoc-newline",
    message: () =>
      "A line break becomes part of the value: a heredoc ends with one, and receivers do not see a record here",
    title: "Write the value on one line",
  },
};

function faultProblem(record: TerraformRecord, fault: TxtFault): PlacedProblem {
  const { rule, message, title } = FAULTS[fault.kind];
  const { declared } = record.facts;
  const type = declared.block.type === "module" ? "The module" : `\`${declared.block.labels[0] ?? ""}\``;
  const problem = {
    rule,
    message: message(fault, type),
    ...(fault.drifts ? { severity: "info" as const } : {}),
  };
  return placed(record, problem, fixWith(title, record.edit.reprint(), placeOf(record).uri));
}

// Two list elements are two records, whatever their author meant.
function splitProblem(record: TerraformRecord, head: TerraformRecord): PlacedProblem {
  const message =
    "List elements are records of their own: this one is published beside the first part, not joined to it";
  // What cuts the value stands in the block, wherever the text itself is written.
  const { uri, rdataSpan } = record;
  const fixes = joinFix(record, head);
  return { uri, problem: { rule: "tf-value-split-over-elements", message, ...rdataSpan, fixes } };
}

function joinFix(record: TerraformRecord, head: TerraformRecord): readonly SyntaxFix[] {
  const { declared, row, txt } = head.facts;
  const { uri, rdataSpan } = head;
  const last = head.parts.at(-1);
  const literal = head.facts.content?.runs[0]?.literal;
  if (last !== record || txt === undefined || literal === undefined || declared.block.type === "") return [];
  const parts = [head, ...head.parts];
  const areLiterals = parts.every(({ facts, rdataSpan: span }) => {
    const own = facts.content?.runs[0]?.literal;
    return (
      own?.start === span.start && own.end === span.end && own.parts.every(({ kind }) => kind === "text")
    );
  });
  const between = parts
    .slice(1)
    .map((part, i) => declared.file.text.slice(parts[i]?.rdataSpan.end, part.rdataSpan.start));
  if (!areLiterals || !between.every((text) => /^\s*,\s*$/.test(text))) return [];
  const value = valueFor(
    joined(txt.meant).text,
    row,
    head.facts.content?.text.startsWith('"') === true ? "quoted" : "raw",
  );
  if (value === undefined) return [];
  const at = { start: rdataSpan.start, end: record.rdataSpan.end };
  return fixWith("Join the elements to one value", [{ uri, at, text: literalOf(value, literal.style) }], uri);
}

// Where `proxied = true` is written on the CNAME of a DKIM key.
function proxiedKey({
  type,
  name,
  facts: { proxied, declared, files },
}: TerraformRecord): Origin | undefined {
  if (!proxied || type !== "CNAME" || !/(?:^|\.)_domainkey(?:\.|$)/i.test(name)) return undefined;
  const value = attributeOf(declared.block, "proxied")?.value;
  return value !== undefined && writtenIn(declared, "proxied", files) === "true"
    ? sourceOf(value, declared.file)
    : undefined;
}

function proxiedProblem({ uri, ...at }: Origin): PlacedProblem {
  return {
    uri,
    problem: {
      rule: "dkim-cname-proxied",
      message: "A proxied CNAME answers with Cloudflare's own addresses: receivers find no DKIM key",
      ...at,
      fixes: [
        { title: "Turn the proxy off (`proxied = false`)", safe: false, edits: [{ ...at, text: "false" }] },
      ],
    },
  };
}

// Where `@` is no sign of the zone, it is a name like any other.
function ownerProblems(record: TerraformRecord): readonly PlacedProblem[] {
  const { row, name, zone, declared } = record.facts;
  if (name !== "@") return NO_PROBLEMS;
  const { ownerSpan: at } = record;
  const [apex] = row?.apex ?? [];
  if (row === undefined || row.apex.includes("@") || at.uri !== undefined) return [];
  if (apex === undefined && row.form !== "fqdn") return [];
  const type = `\`${declared.block.labels[0] ?? ""}\``;
  const message =
    row.form === "fqdn"
      ? `${type} takes whole names: \`@\` does not stand for the zone`
      : `\`@\` does not stand for the zone with ${type}: the record is published at the name \`@.${zone?.replace(/\.$/, "") ?? "<zone>"}\``;
  const value = apex ?? zone;
  const { text } = declared.file;
  const isLiteral = text.slice(at.start - 1, at.end + 1) === '"@"';
  const fixes =
    value === undefined || !isLiteral
      ? []
      : [
          {
            title: `Write \`"${value}"\``,
            safe: false,
            edits: [{ start: at.start, end: at.end, text: value }],
          },
        ];
  return [
    {
      uri: record.uri,
      problem: { rule: "tf-owner-at", message, start: at.start, end: at.end, fixes },
    },
  ];
}

function holeProblems(record: TerraformRecord): readonly PlacedProblem[] {
  const { content, txt } = record.facts;
  if (txt === undefined || content === undefined || !content.text.includes(HOLE)) return NO_PROBLEMS;
  const holes: PlacedProblem[] = [];
  let at = 0;
  for (const { uri, start, end, length } of content.runs) {
    if (content.text.slice(at, at + length).includes(HOLE)) {
      const message =
        "What stands here is only known when Terraform runs: the rest of the value is checked, and nothing is said to be missing";
      holes.push({ uri, problem: { rule: "tf-unresolved-interpolation", message, start, end, fixes: [] } });
    }
    at += length;
  }
  return holes;
}

// A second resource for the TXT records of a name fails, or takes the place of the first.
function competitors(records: readonly TerraformRecord[]): readonly PlacedProblem[] {
  const first = new Map<string, TerraformRecord>();
  const found: PlacedProblem[] = [];
  for (const record of records) {
    const { row, isConditional, zoneKey, declared, instance, address } = record.facts;
    if (row?.ownsName !== true || record.type !== "TXT" || record.owner === undefined || isConditional)
      continue;
    if (zoneKey === undefined) continue;
    const key = `${row.type} ${zoneKey} ${record.owner}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, record);
    else if (before.facts.instance !== instance) {
      const owner = record.owner.replace(/\.$/, "");
      found.push({
        uri: record.uri,
        problem: {
          rule: "tf-txt-competing-resources",
          message: `\`${before.facts.address}\` owns the TXT records of \`${owner}\` already: \`${address}\` fails, or replaces them`,
          start: declared.block.header.start,
          end: declared.block.header.end,
          fixes: [],
          related: [
            {
              message: "The first resource for this name",
              uri: before.uri,
              ...before.facts.declared.block.header,
            },
          ],
        },
      });
    }
  }
  return found;
}

/** The two mistakes of syntax that are ours: they come from DNS text that was pasted. */
function syntaxProblems(file: SourceFile, sharing: Sharing): readonly PlacedProblem[] {
  return file.hcl.problems.flatMap((problem) => {
    if (problem.kind === "syntax" || !sharing.isInContent(file.uri, problem)) return [];
    return [{ uri: file.uri, problem: SYNTAX[problem.kind](problem) }];
  });
}

const SYNTAX: Readonly<Record<"escape" | "directive", (problem: HclProblem) => SyntaxProblem>> = {
  escape: ({ message: written, start, end }) => ({
    rule: "tf-invalid-escape",
    message: `\`${written}\` is no escape of Terraform's, which refuses the file; \`${written.slice(1)}\` needs none`,
    start,
    end,
    fixes: [
      { title: `Write \`${written.slice(1)}\``, safe: false, edits: [{ start, end: start + 1, text: "" }] },
    ],
  }),
  directive: ({ message: written, start, end }) => ({
    rule: "tf-template-directive",
    message: `\`%{\` begins a template directive, so that Terraform refuses the file; the macro is written \`%${written}\``,
    start,
    end,
    fixes: [{ title: `Write \`%${written}\``, safe: false, edits: [{ start, end: start, text: "%" }] }],
  }),
};

function placed(
  record: TerraformRecord,
  problem: Pick<SyntaxProblem, "rule" | "message" | "severity">,
  fixes: readonly SyntaxFix[],
): PlacedProblem {
  const { uri, start, end } = placeOf(record);
  return { uri, problem: { ...problem, start, end, fixes } };
}

/** The literal that holds the whole content, otherwise where the content is written in the record's block. */
function placeOf({ uri, rdataSpan, facts }: TerraformRecord): Span & { readonly uri: string } {
  const literal = onlyLiteral(facts.content);
  return literal ?? { uri, ...rdataSpan };
}

function onlyLiteral(content: Text | undefined): (Span & { readonly uri: string }) | undefined {
  const [first] = content?.runs ?? [];
  if (first?.literal === undefined || content?.runs.some(({ literal }) => literal !== first.literal))
    return undefined;
  const { start, end } = first.literal;
  return { uri: first.uri, start, end };
}

function fixWith(title: string, edits: readonly SourceEdit[] | undefined, uri: string): readonly SyntaxFix[] {
  if (edits === undefined || edits.length === 0 || edits.some((edit) => edit.uri !== uri)) return [];
  return [
    { title, safe: false, edits: edits.map(({ at, text }) => ({ start: at.start, end: at.end, text })) },
  ];
}

// The instances of one block say the same of the same literal.
function withoutDoubles(problems: readonly PlacedProblem[]): readonly PlacedProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ uri, problem: { rule, start, end, message } }) => {
    const key = `${uri} ${rule} ${start} ${end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
