import { labelsOf, parentOf } from "../../dns/names.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";

/**
 * What was meant by a name that holds the name of its zone, or of a domain above, right before the origin that was
 * appended to it: the final dot was forgotten. undefined for every other name.
 */
export function undoubled(name: string, origin: string | undefined): string | undefined {
  if (origin === undefined || !name.endsWith(origin)) return undefined;
  const written = name.slice(0, -origin.length);
  // A domain has two labels at least.
  if (written.indexOf(".", written.indexOf(".") + 1) < 0) return undefined;
  for (let domain: string | undefined = origin; domain !== undefined; domain = parentOf(domain)) {
    if (labelsOf(domain).length < 2 || isPublicSuffix(domain)) return undefined;
    if (written === domain || written.endsWith(`.${domain}`)) return written;
  }
  return undefined;
}
