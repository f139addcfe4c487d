import type { RecordDocument } from "../../dns/document.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { familyOf } from "../../mail/classify.ts";
import { parseDmarc } from "../../mail/dmarc.ts";
import { ZoneDocument } from "../../zone/document.ts";

/** A domain of the workspace, as far as a wizard asks about it. */
export interface DomainFacts {
  /** Without its final dot. */
  readonly domain: string;
  /** The file that its records stand in. */
  readonly uri: string;
  readonly spf: boolean;
  /** The policy of its own DMARC record; null where it has none. */
  readonly dmarc: string | null;
  readonly selectors: readonly string[];
  readonly receives: boolean;
}

/** More domains than these are left out: nobody looks through them. */
export const MOST_DOMAINS = 500;

/** The domains that mail is sent or received as: the apex of each zone, and names with SPF, DMARC, MX or DKIM records. */
export function domainsOf(documents: readonly RecordDocument[]): readonly DomainFacts[] {
  const found: DomainFacts[] = [];
  for (const document of documents) {
    // Another file with the same names is another version of the zone, and is changed by itself.
    const own = new Map<string, DomainFacts>();
    for (const record of ofInterest(document)) {
      if (found.length + own.size >= MOST_DOMAINS) break;
      const { owner } = record;
      if (owner === undefined || record.uri !== document.uri) continue;
      note(own, document, owner, record);
    }
    found.push(...own.values());
  }
  return found;
}

const CODES: ReadonlySet<number> = new Set([5, 6, 15, 16]);

// Most records of a big zone are addresses: they are passed over without becoming records.
function* ofInterest(document: RecordDocument): Iterable<DnsRecord> {
  if (!(document instanceof ZoneDocument)) {
    yield* document.records();
    return;
  }
  for (const block of document.blocks) {
    for (let row = 0; row < block.rows; row++) {
      if (CODES.has(block.columns.type[row] ?? 0)) yield document.recordOf(block, row);
    }
  }
}

function note(
  found: Map<string, DomainFacts>,
  document: RecordDocument,
  owner: string,
  record: DnsRecord,
): void {
  const of = (domain: string, facts: Partial<DomainFacts>) => {
    const plain = domain.replace(/(.)\.$/, "$1");
    const known = found.get(plain) ?? {
      domain: plain,
      uri: document.uri,
      spf: false,
      dmarc: null,
      selectors: [],
      receives: false,
    };
    found.set(plain, { ...known, ...facts });
  };
  const selector = /^(.+)\._domainkey\.(.+)$/.exec(owner);
  if (
    selector?.[1] !== undefined &&
    selector[2] !== undefined &&
    (record.type === "TXT" || record.type === "CNAME")
  ) {
    if (selector[1] === "*") return;
    const before = found.get(selector[2].replace(/(.)\.$/, "$1"))?.selectors ?? [];
    of(selector[2], { selectors: [...new Set([...before, selector[1]])] });
    return;
  }
  if (record.type === "SOA") of(owner, {});
  if (record.type === "MX") of(owner, { receives: record.rdata.fields[1]?.target !== "." });
  if (record.text === undefined) return;
  const family = familyOf(record.text.text, owner);
  if (family === "spf" && !owner.startsWith("_")) of(owner, { spf: true });
  if (family === "dmarc" && owner.startsWith("_dmarc.")) {
    of(owner.slice("_dmarc.".length), { dmarc: parseDmarc(record.text).p ?? "none" });
  }
}
