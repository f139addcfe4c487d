import type { ReportedSender } from "../../mail/reports/senders.ts";
import { code, plainName } from "../markdown.ts";

const MOST = 20;

/** Who sends as a domain without being authorized, by so many DMARC aggregate reports. */
export function explainSenders(domain: string, senders: readonly ReportedSender[], reports: number): string {
  const read = `${reports.toLocaleString("en")} report${reports === 1 ? "" : "s"}`;
  const name = plainName(domain);
  if (senders.length === 0) return `**Nobody sends as ${name} without being authorized**, by ${read}`;
  const lines = senders.slice(0, MOST).map(line);
  if (senders.length > MOST) lines.push(`… and ${senders.length - MOST} addresses more`);
  return [`**Who sends as ${name} and is not authorized by SPF**, by ${read}`, ...lines].join("\n\n");
}

function line({ address, messages, passedSpf, passedDkim }: ReportedSender): string {
  const sent = `${messages.toLocaleString("en")} message${messages === 1 ? "" : "s"}`;
  const signed =
    passedDkim === 0
      ? "none with a DKIM signature of the domain"
      : `${passedDkim.toLocaleString("en")} with a DKIM signature of the domain`;
  const passed =
    passedSpf === 0
      ? ""
      : `, ${passedSpf.toLocaleString("en")} passed SPF by another domain or an earlier record`;
  return `✗ ${code(address)} sent ${sent}, ${signed}${passed}`;
}
