import type { SourceSpan } from "../text/span.ts";
import type { TerraformRecord } from "./record.ts";

/** Calls that make values of text which stands in no file of the configuration. */
const CALLS: ReadonlySet<string> = new Set(["csvdecode", "file", "jsondecode", "templatefile", "yamldecode"]);

/**
 * Where what is said about a place can only stand at the call that read or decoded it, which of the records it is about:
 * " (`s1._domainkey.example.com`)"; "" elsewhere.
 */
export function ownerMark(
  record: TerraformRecord,
  { uri, start }: SourceSpan & { readonly uri: string },
): string {
  const { content, owner, name, spans } = record.facts;
  const isMade = content?.runs.some((run) => run.call !== undefined && CALLS.has(run.call)) ?? false;
  if (!isMade) return "";
  const isThere = content?.runs.some((run) => run.uri === uri && run.start <= start && start <= run.end);
  const isInContent = uri === record.uri && spans.content.start <= start && start <= spans.content.end;
  const shown = owner?.replace(/(?<=.)\.$/, "") ?? name;
  return (isThere || isInContent) && shown !== "" ? ` (\`${shown}\`)` : "";
}
