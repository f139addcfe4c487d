import type { Hover } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { TerraformDocument } from "../terraform/document.ts";
import { ZoneDocument } from "../zone/document.ts";
import { explainDirective } from "./hover/directive.ts";
import { explainDkim, explainDkimAlias, type OwnersOfKey } from "./hover/dkim.ts";
import { explainDmarc } from "./hover/dmarc.ts";
import { explainReportRecord } from "./hover/dmarcReports.ts";
import { explainFields } from "./hover/fields.ts";
import { explainMx } from "./hover/mx.ts";
import { explainProof } from "./hover/proof.ts";
import { explainSpf } from "./hover/spf.ts";
import { terraformHover } from "./hover/terraform.ts";
import { explainToken } from "./hover/token.ts";
import { explainBimi, explainMtaSts, explainTlsRpt } from "./hover/transport.ts";
import { rangeOf } from "./positions.ts";

const MOST = 4096;
const NOBODY: OwnersOfKey = () => [];

/** What stands under an offset: the token first, then the record it is part of. */
export function hover(
  document: RecordDocument,
  offset: number,
  lookup: Lookup,
  ownersOfKey: OwnersOfKey = NOBODY,
): Hover | null {
  if (document instanceof TerraformDocument)
    return terraformHover(document, offset, lookup, (record) => explainRecord(record, lookup, ownersOfKey));
  const record = document.recordAt(offset);
  if (record === undefined) return directiveHover(document, offset);
  const token = explainToken(record, offset, lookup);
  const whole = explainRecord(record, lookup, ownersOfKey);
  const value = token === undefined ? whole : `${token.markdown}\n\n---\n\n${whole}`;
  return {
    contents: { kind: "markdown", value: value.slice(0, MOST) },
    range: rangeOf(document, token?.span ?? record.span),
  };
}

function directiveHover(document: RecordDocument, offset: number): Hover | null {
  const said = document instanceof ZoneDocument ? explainDirective(document, offset) : undefined;
  if (said === undefined) return null;
  return { contents: { kind: "markdown", value: said.markdown }, range: rangeOf(document, said.span) };
}

/** What a hover says about a record, as Markdown without HTML; record text stands in code spans only. */
export function explainRecord(record: DnsRecord, lookup: Lookup, ownersOfKey: OwnersOfKey = NOBODY): string {
  return explained(record, lookup, ownersOfKey).slice(0, MOST);
}

function explained(record: DnsRecord, lookup: Lookup, ownersOfKey: OwnersOfKey): string {
  const { text, owner } = record;
  switch (text === undefined ? undefined : familyOf(text.text, owner)) {
    case "spf":
      return explainSpf(record, lookup);
    case "dmarc":
      return explainDmarc(record, lookup);
    case "dmarcReport":
      return explainReportRecord(record);
    case "dkim":
      return explainDkim(record, lookup, ownersOfKey);
    case "tlsrpt":
      return explainTlsRpt(record, lookup);
    case "mtasts":
      return explainMtaSts(record, lookup);
    case "bimi":
      return explainBimi(record, lookup);
    default:
      if (record.type === "MX") return explainMx(record, lookup) ?? explainFields(record);
      return explainDkimAlias(record) ?? explainProof(record) ?? explainFields(record);
  }
}
