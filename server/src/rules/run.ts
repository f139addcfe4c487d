import type { DnsRecord } from "../dns/record.ts";
import { anchored, anchorFix, type Finding } from "./finding.ts";
import type { Place, Report, Rule } from "./rule.ts";

/** A Report that collects what `rule` says; bare text spans are places in `record`. */
export function reporter(rule: Rule, record: DnsRecord, into: Finding[]): Report {
  return (at, message, ...more) => {
    const place: Place = "record" in at ? at : { record, text: at };
    const related: Finding["related"][number][] = [];
    const fixes: Finding["fixes"][number][] = [];
    let { severity } = rule;
    for (const item of more) {
      if ("title" in item) fixes.push(anchorFix(item, place.record));
      else if ("severity" in item) severity = item.severity;
      else related.push({ at: anchored(item.place), message: item.message });
    }
    into.push({ rule, severity, message, at: anchored(place), related, fixes });
  };
}
