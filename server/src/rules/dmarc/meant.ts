import { labelsOf } from "../../dns/names.ts";
import { familyOfOwner } from "../../mail/classify.ts";
import { isWithin } from "../../text/distance.ts";
import { undoubled } from "../mail/doubled.ts";

/**
 * The owner that was meant by the one a DMARC record stands at; undefined where it is right, or nothing can be told. Receivers
 * look at `_dmarc.<domain>` (RFC 9989 section 4.5), senders of reports at `<domain>._report._dmarc.<host>` (RFC 9990 section 4).
 * @param origin the name that was appended to the owner as it is written
 */
export function meantOwner(owner: string, origin: string | undefined): string | undefined {
  const labels = labelsOf(owner);
  const [first] = labels;
  if (first === "_dmarc") return undoubled(owner, origin);
  if (first === undefined || first === "*" || owner.includes("._report._dmarc.") || isAnothers(owner))
    return undefined;
  const report = labels.indexOf("_report");
  const rest = (from: number) =>
    `${labels
      .slice(from)
      .filter((label) => label !== "_dmarc")
      .join(".")}.`;
  if (report === 0) return undefined;
  if (report > 0) return `${labels.slice(0, report).join(".")}._report._dmarc.${rest(report + 1)}`;
  return isMisspelt(owner) && owner !== origin ? `_dmarc.${rest(1)}` : `_dmarc.${rest(0)}`;
}

/** The domain, as people write it, whose DMARC record stands at a name; undefined where receivers find none there. */
export function domainAt(owner: string | undefined, origin: string | undefined): string | undefined {
  if (owner?.startsWith("_dmarc.") !== true || undoubled(owner, origin) !== undefined) return undefined;
  return owner.slice("_dmarc.".length).replace(/\.$/, "");
}

/** Whether a name begins with a label within two edits of `_dmarc` that is not it. */
export function isMisspelt(owner: string): boolean {
  const [label = ""] = labelsOf(owner);
  return label !== "" && label !== "_dmarc" && isWithin(label, "_dmarc", 2);
}

/** Whether another family's receivers look there; a rule across families speaks of such names. */
export function isAnothers(owner: string): boolean {
  const family = familyOfOwner(owner);
  return family !== undefined && family !== "dmarc";
}
