import type { LocationLink } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import { type Mention, mentionAt, namesOfMention } from "./mentions.ts";
import { rangeOf } from "./positions.ts";

/** How many places one name leads to at the most. */
const MOST = 200;

/**
 * The records that the name under an offset leads to: the SPF record behind an `include:`, the addresses of a mail host, the
 * permission `<domain>._report._dmarc.<host>` behind a report address.
 * @param documents the document itself first
 */
export function definition(documents: readonly RecordDocument[], offset: number): readonly LocationLink[] {
  const [document] = documents;
  const mention = document === undefined ? undefined : mentionAt(document, offset);
  if (document === undefined || mention === undefined) return [];
  const originSelectionRange = rangeOf(document, mention.span);
  const found = namesOfMention(mention)
    .flatMap((name) => namesOf({ ...mention, name }))
    .flatMap(({ name, wants }) => recordsFor(documents, name, wants));
  // All that a `$GENERATE` makes stands at one place.
  const places = new Map(found.map((one) => [`${one.record.span.start} ${one.document.uri}`, one]));
  return [...places.values()].slice(0, MOST).map(({ document: target, record }) => ({
    originSelectionRange,
    targetUri: target.uri,
    targetRange: rangeOf(target, record.span),
    targetSelectionRange: rangeOf(target, headOf(record)),
  }));
}

/** The records at a name in the first document that has any, of the types asked for where it has such. */
export function recordsFor(
  documents: readonly RecordDocument[],
  name: string,
  wants: readonly string[] = [],
): readonly { readonly document: RecordDocument; readonly record: DnsRecord }[] {
  for (const document of documents) {
    const records = document.recordsAt(name);
    if (records.length === 0) continue;
    const wanted = records.filter(({ type }) => wants.includes(type));
    return (wanted.length > 0 ? wanted : records).flatMap((record) => {
      // A record of an included file, or of another file of a Terraform folder, is shown where it stands.
      const home = [document, ...(document.included ?? []), ...documents].find(
        ({ uri }) => uri === record.uri,
      );
      return home === undefined ? [] : [{ document: home, record }];
    });
  }
  return [];
}

// Reports that leave the domain need a record where they go (RFC 9990 section 4).
function namesOf({ role, name, wants, record }: Mention): readonly Pick<Mention, "name" | "wants">[] {
  if (role !== "report" || !record?.owner?.startsWith("_dmarc.")) return [{ name, wants }];
  const permission = `${record.owner.slice("_dmarc.".length)}_report._dmarc.${name}`;
  return [
    { name: permission, wants: ["TXT"] },
    { name, wants: ["MX"] },
  ];
}

function headOf(record: DnsRecord) {
  return record.ownerSpan.end > record.ownerSpan.start ? record.ownerSpan : record.typeSpan;
}
