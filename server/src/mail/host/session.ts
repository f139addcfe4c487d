import { isBelow } from "../../dns/names.ts";
import type { MailSession, TraceStep } from "../checkHost.ts";
import { formatAddress } from "../networks/text.ts";
import { type Resolver, targetName } from "../resolver.ts";
import { dottedParts, validatedNames } from "./addresses.ts";
import type { MacroValue } from "./macros.ts";

/** What one check_host() carries through all its recursions. The counts are of the whole check (RFC 7208 section 4.1). */
export interface Session {
  readonly mail: MailSession;
  /** Local part and domain of the sender. */
  readonly local: string;
  readonly origin: string;
  readonly resolve: Resolver;
  readonly trace: TraceStep[];
  lookups: number;
  voids: number;
  readonly unknown: Set<string>;
}

/** Values of the macro letters (RFC 7208 section 7.2) while `domain` is under check. */
export function valuesAt(domain: string, session: Session): MacroValue {
  const { mail, local, origin } = session;
  return (letter) => {
    switch (letter) {
      case "s":
        return `${local}@${origin}`;
      case "l":
        return local;
      case "o":
        return origin;
      case "d":
        return domain;
      case "i":
        return dottedParts(mail.ip).join(".");
      case "p":
        return validatedName(domain, session);
      case "v":
        return mail.ip.family === 4 ? "in-addr" : "ip6";
      case "h":
        return mail.helo;
      case "c":
        return formatAddress(mail.ip);
      case "r":
        return mail.receiver ?? "unknown";
      case "t":
        return String(mail.time ?? 0);
      default:
        return undefined;
    }
  };
}

/** The domain itself before a name below it before any other. */
function validatedName(domain: string, session: Session): string | undefined {
  const { names, unknown } = validatedNames(session.mail.ip, session.resolve);
  if (unknown.length > 0) {
    for (const name of unknown) session.unknown.add(name);
    return undefined;
  }
  const own = targetName(domain) ?? "";
  const name = names.find((each) => each === own) ?? names.find((each) => isBelow(each, own)) ?? names[0];
  return name === undefined ? "unknown" : name.slice(0, -1);
}
