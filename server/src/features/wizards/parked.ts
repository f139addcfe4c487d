import type { RecordDocument } from "../../dns/document.ts";
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
    const text = record?.text?.text;
    if (record === undefined || text === undefined)
      return added({ owner, type: "TXT", rdata: { text: "v=DMARC1; p=reject; sp=reject" } })(draft);
    const rua = /(?:^|;)\s*rua\s*=\s*([^;]*)/i.exec(text)?.[1]?.trim();
    const reports = rua === undefined || rua === "" ? "" : `; rua=${rua}`;
    const wanted = `v=DMARC1; p=reject; sp=reject${reports}`;
    if (text === wanted) return [];
    return record.edit.replaceText([{ at: textSpan(0, text.length), text: wanted }]) ?? [];
  };
}
