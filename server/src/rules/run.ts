import type { DnsRecord } from "../dns/record.ts";
import { anchored, anchorFix, type Finding } from "./finding.ts";
import type { Fix, Place, Related, Report, Rule } from "./rule.ts";

/** A Report that collects what `rule` says; bare text spans are places in `record`. */
export function reporter(rule: Rule, record: DnsRecord, into: Finding[]): Report {
  return (at, message, ...more) => {
    const place: Place = "record" in at ? at : { record, text: at };
    const related: Finding["related"][number][] = [];
    const fixes: Finding["fixes"][number][] = [];
    for (const item of more) {
      if (isFix(item)) fixes.push(anchorFix(item, place.record));
      else related.push({ at: anchored(item.place), message: item.message });
    }
    into.push({ rule, severity: rule.severity, message, at: anchored(place), related, fixes });
  };
}

function isFix(item: Fix | Related): item is Fix {
  return "title" in item;
}
