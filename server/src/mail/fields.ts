import { duplicateTags, type Tag, type TagRecord } from "./tags.ts";
import { isTlsReportTarget } from "./uri.ts";

/** How a text begins that senders take for an MTA-STS record (RFC 8461 section 3.1), or for a TLS-RPT record (RFC 8460 section 3). */
export const STS_VERSION = /^v=STSv1[ \t]*;/;
export const TLSRPT_VERSION = /^v=TLSRPTv1[ \t]*;/;

/**
 * Whether a tag is a field as RFC 8460 section 3 and RFC 8461 section 3.1 have it: a name that begins with a letter or a
 * digit, `=` without blanks beside it, and a value without blanks and `=`. The addresses of `rua` have rules of their own.
 */
export function isField({ name, value, nameSpan, valueSpan }: Tag): boolean {
  if (!isFieldName(name) || valueSpan.start - nameSpan.end !== 1) return false;
  return name === "rua" ? /^[\t -~]+$/.test(value) : isFieldValue(value);
}

/** Whether a name is one that a field may have. */
export function isFieldName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]{0,31}$/i.test(name);
}

/** Whether a value is one that a field of any name may have. */
export function isFieldValue(value: string): boolean {
  return /^[!-:<>-~]+$/.test(value);
}

/**
 * Whether a TLS-RPT or MTA-STS record is a list of fields and nothing else: a sender that reads strictly takes the domain
 * for one without such a record otherwise (RFC 8461 section 3.1). Nothing is concluded from what is not known.
 */
export function isFieldList({ segments, source }: TagRecord): boolean {
  return source.hasHoles || segments.every((segment) => segment.kind === "tag" && isField(segment));
}

/** Whether senders take a record for an MTA-STS record: the version, and a valid `id` (RFC 8461 section 3.1). */
export function announcesSts(list: TagRecord): boolean {
  const id = list.tags.find(({ name }) => name === "id")?.value ?? "";
  return STS_VERSION.test(list.source.text) && /^[a-z0-9]{1,32}$/i.test(id) && isFieldList(list);
}

/** Whether senders find an address for reports in a record: the version, and one `rua` (RFC 8460 section 3). */
export function asksForTlsReports(list: TagRecord): boolean {
  const rua = list.tags.find(({ name }) => name === "rua")?.value ?? "";
  const isTwice = duplicateTags(list).some(({ name }) => name === "rua");
  const isCounted = TLSRPT_VERSION.test(list.source.text) && !isTwice && isFieldList(list);
  return isCounted && rua.split(",").some((one) => isTlsReportTarget(one.trim()));
}
