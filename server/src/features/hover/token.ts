import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { Span } from "../../text/span.ts";
import { code } from "../markdown.ts";
import { inWords } from "../timeSpans.ts";
import { explainField } from "./fields.ts";
import { explainSpfTerm } from "./spfTerm.ts";

/** What one token of a record means, and where it stands (document offsets). */
export interface TokenHover {
  readonly markdown: string;
  readonly span: Span;
}

/** Explains what stands at an offset inside a record; undefined where there is nothing to say beyond the record itself. */
export type ExplainToken = (record: DnsRecord, offset: number, lookup: Lookup) => TokenHover | undefined;

/** Asked in turn; the first that has something to say is shown above the record. */
const EXPLAINERS: readonly ExplainToken[] = [explainOwner, explainTtl, explainSpfTerm, explainField];

/** What stands at an offset inside a record. */
export const explainToken: ExplainToken = (record, offset, lookup) => {
  for (const explain of EXPLAINERS) {
    const found = explain(record, offset, lookup);
    if (found !== undefined) return found;
  }
  return undefined;
};

function explainOwner(record: DnsRecord, offset: number): TokenHover | undefined {
  const { owner, ownerSpan, name } = record;
  if (owner === undefined || ownerSpan.uri !== undefined || !covers(ownerSpan, offset)) return undefined;
  if (name.toLowerCase() === owner) return undefined;
  return { markdown: `${code(name)} stands for ${code(owner)}`, span: ownerSpan };
}

function explainTtl(record: DnsRecord, offset: number): TokenHover | undefined {
  const { ttl, ttlSpan } = record;
  if (ttl === undefined || ttlSpan === undefined || !covers(ttlSpan, offset)) return undefined;
  const markdown =
    ttl === 0
      ? "TTL **0**: nobody keeps this answer; every question goes to your name servers"
      : `TTL **${inWords(ttl)}** (${ttl} s): so long others keep this answer, and a change may take so long to reach them`;
  return { markdown, span: ttlSpan };
}

function covers(span: Span, offset: number): boolean {
  return span.start < span.end && span.start <= offset && offset <= span.end;
}
