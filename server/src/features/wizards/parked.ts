import type { RecordDocument } from "../../dns/document.ts";
import { parseDmarc } from "../../mail/dmarc.ts";
import { textSpan } from "../../text/span.ts";
import { dmarcRecord } from "./dmarc.ts";
import { added, drafted, type Outcome, type Step } from "./draft.ts";
import { spfRecords } from "./spf.ts";

/**
 * Says that a domain sends no mail: SPF without senders, DMARC that rejects, no key for any selector; with `receivesNone` also that it
 * receives none (a null MX, RFC 7505).
 */
export function markNotSending(
  document: RecordDocument,
  { domain, receivesNone }: { readonly domain: string; readonly receivesNone: boolean },
): Outcome {
  const steps: Step[] = [spfStep(domain), dmarcStep(domain)];
  if (document.recordsAt(`*._domainkey.${domain}`).length === 0)
    steps.push(added({ owner: `*._domainkey.${domain}`, type: "TXT", rdata: { text: "v=DKIM1; p=" } }));
  const notes: string[] = [];
  if (receivesNone && document.recordsAt(domain, "MX").length === 0)
    steps.push(added({ owner: domain, type: "MX", rdata: { presentation: "0 ." } }));
  else if (receivesNone)
    notes.push("The domain has mail hosts: delete its MX records first if it is to receive no mail either");
  return drafted(document, steps, notes);
}

function spfStep(domain: string): Step {
  return (draft) => {
    const [record] = spfRecords(draft, domain);
    const text = record?.text?.text;
    if (record === undefined || text === undefined)
      return added({ owner: domain, type: "TXT", rdata: { text: "v=spf1 -all" } })(draft);
    return record.edit.replaceText([{ at: textSpan(0, text.length), text: "v=spf1 -all" }]) ?? [];
  };
}

function dmarcStep(domain: string): Step {
  const owner = `_dmarc.${domain}`;
  return (draft) => {
    const record = dmarcRecord(draft, owner);
    if (record?.text === undefined)
      return added({ owner, type: "TXT", rdata: { text: "v=DMARC1; p=reject; sp=reject" } })(draft);
    const { text } = record.text;
    const { list } = parseDmarc(record.text);
    const kept = list.tags.filter((tag) => tag.value !== "" && !REPLACED.test(tag.name));
    const rest = kept.map(({ trimmed }) => `; ${text.slice(trimmed.start, trimmed.end)}`).join("");
    const wanted = `v=DMARC1; p=reject; sp=reject${rest}`;
    if (text === wanted) return [];
    return record.edit.replaceText([{ at: textSpan(0, text.length), text: wanted }]) ?? [];
  };
}

// What decides about mail is written anew; who gets reports, and whose domain it is, stays.
const REPLACED = /^(?:v|p|sp|np|t|pct)$/i;
