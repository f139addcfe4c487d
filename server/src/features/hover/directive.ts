import type { DnsRecord } from "../../dns/record.ts";
import { type Span, shifted } from "../../text/span.ts";
import type { Block, Directive } from "../../zone/block.ts";
import type { ZoneDocument } from "../../zone/document.ts";
import { generatedEnds } from "../../zone/generated.ts";
import { parseTtl } from "../../zone/ttl.ts";
import { code, plainName } from "../markdown.ts";
import { inWords } from "../timeSpans.ts";

/** What a directive does, and where it stands. */
export interface DirectiveSaid {
  readonly markdown: string;
  readonly span: Span;
}

/** What the directive under an offset does; undefined where there is none, or nothing can be said of it. */
export function explainDirective(document: ZoneDocument, offset: number): DirectiveSaid | undefined {
  for (const block of document.blocks) {
    if (offset < block.start || offset > block.start + block.text.length) continue;
    const directive = block.directives.find(({ start, end }) => {
      const at = offset - block.start;
      return start <= at && at <= end;
    });
    const markdown = directive === undefined ? undefined : SAYS[directive.kind]?.(document, block, directive);
    if (directive !== undefined && markdown !== undefined)
      return { markdown, span: shifted(directive, block.start) };
  }
  return undefined;
}

type Say = (document: ZoneDocument, block: Block, directive: Directive) => string | undefined;

const SAYS: Readonly<Record<string, Say>> = {
  $GENERATE: generated,
  $INCLUDE: included,
  $ORIGIN: (_, __, { args: [name] }) =>
    name === undefined
      ? undefined
      : `**Names without a final dot below this line end in ${code(name.raw)}**\n\nUntil the next \`$ORIGIN\`, or the end of the file. RFC 1035 5.1`,
  $TTL: (_, __, { args: [time] }) => {
    const seconds = time === undefined ? -1 : parseTtl(time.raw, 0, time.raw.length);
    return seconds < 0
      ? undefined
      : `**Records below this line that state no TTL are kept for ${inWords(seconds)}**\n\nUntil the next \`$TTL\`. RFC 2308 4`;
  },
};

function generated(document: ZoneDocument, block: Block, directive: Directive): string | undefined {
  const pattern = block.patterns.find(({ start }) => start === directive.start);
  if (pattern === undefined) return undefined;
  const { count, step } = pattern.generate;
  const [first, last] = generatedEnds(block, pattern, document);
  if (first === undefined) return undefined;
  const records = count === 1 ? "one record" : `${count.toLocaleString("en-US")} records`;
  const steps = step === 1 ? "" : `, in steps of ${step}`;
  const lines = [`- first: ${shown(first)}`, ...(last === undefined ? [] : [`- last: ${shown(last)}`])];
  return `**Stands for ${records}**${steps}\n\n${lines.join("\n")}\n\nBIND and PowerDNS write them out when they load the zone; NSD and Knot do not know \`$GENERATE\`.`;
}

function shown({ owner, name, type, rdata }: DnsRecord): string {
  return code(`${owner ?? name} ${type} ${rdata.canonical ?? ""}`);
}

const NOT_READ = {
  missing: "There is no such file.",
  outside: "It lies outside the workspace and is not read.",
  "not-zone": "It is no zone file.",
  cycle: "It includes itself.",
  deep: "Files include one another too deeply.",
  empty: "It is empty.",
  unknown: "What it holds is not known here.",
  file: "Nothing of it could be read.",
} as const;

function included(document: ZoneDocument, block: Block, directive: Directive): string | undefined {
  const found = document.includes.find((one) => one.block === block && one.directive === directive);
  const [file, origin] = directive.args;
  if (found === undefined || file === undefined) return undefined;
  const records = found.document?.recordCount;
  const below = origin === undefined ? "" : `, its relative names below ${plainName(origin.raw)}`;
  const headline = `**Reads the file ${code(file.raw)} here**${below}`;
  const state = records === undefined ? NOT_READ[found.kind] : `${records.toLocaleString("en-US")} records.`;
  return `${headline}\n\n${state} The origin is afterwards what it was before. RFC 1035 5.1`;
}
