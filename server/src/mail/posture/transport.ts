import type { DnsRecord } from "../../dns/record.ts";
import { hasAddress } from "../facts.ts";
import { isFieldList, STS_VERSION, TLSRPT_VERSION } from "../fields.ts";
import { duplicateTags, scanTags, type TagRecord } from "../tags.ts";
import { isTlsReportTarget } from "../uri.ts";
import { type PostureItem, type PostureSubject, plain, recordLine, type Texts, textsAt } from "./item.ts";

/** Mail only over TLS (RFC 8461). */
export function mtastsPosture(subject: PostureSubject): PostureItem {
  const { domain, lookup, use } = subject;
  const host = `mta-sts.${domain}`;
  const about = {
    topic: "mta-sts",
    title: "MTA-STS",
    needed: use === "mail" || use === "unknown",
    without:
      "Without MTA-STS, or DANE, whoever sits between two mail hosts can make them talk in plain text, and read along.",
  } as const;
  const add = `Serve a policy at \`https://${plain(host)}/.well-known/mta-sts.txt\`, then ${recordLine(`_mta-sts.${domain}`, "TXT", '"v=STSv1; id=1"')}.`;
  const found = versioned(textsAt(`_mta-sts.${domain}`, lookup), STS_VERSION);
  switch (found.kind) {
    case "unknown":
      return {
        ...about,
        add,
        state: "unknown",
        says: "Whether there is an MTA-STS record is not known here.",
      };
    case "none":
      return {
        ...about,
        add,
        state: "missing",
        says: `${plain(domain)} does not ask for encryption by MTA-STS.`,
      };
    case "several":
      return {
        ...about,
        add: "Delete all but one.",
        state: "broken",
        says: "There is more than one MTA-STS record: senders use none.",
      };
    case "unseen":
      return {
        ...about,
        add,
        state: "broken",
        says: "The MTA-STS record cannot be read: senders ignore it.",
        record: found.record,
      };
    case "one": {
      const { record, list } = found;
      // The first one counts (RFC 8461 section 3.1).
      const id = list.tags.find(({ name }) => name === "id")?.value ?? "";
      if (!/^[a-z0-9]{1,32}$/i.test(id)) {
        return {
          ...about,
          add: "Give it an `id` of letters and digits.",
          state: "broken",
          says: "The MTA-STS record has no valid `id`: senders ignore it.",
          record,
        };
      }
      if (!isFieldList(list)) {
        return {
          ...about,
          add: "Keep `v=STSv1`, a semicolon and `id=` alone.",
          state: "broken",
          says: "The MTA-STS record holds something that is no `name=value`: senders ignore it.",
          record,
        };
      }
      if (hasAddress(host, lookup) === false) {
        return {
          ...about,
          add,
          state: "broken",
          says: `${plain(host)} has no address: senders cannot fetch the policy.`,
          record,
        };
      }
      const says = "Senders are told to look for a policy; what it says is in the file, not in the DNS.";
      return { ...about, add, state: "present", says, record };
    }
  }
}

/** Reports about failed encryption (RFC 8460). */
export function tlsrptPosture({ domain, lookup, use }: PostureSubject): PostureItem {
  const about = {
    topic: "tls-rpt",
    title: "TLS-RPT",
    needed: use === "mail" || use === "unknown",
    without: "Without TLS-RPT nobody tells when encrypted delivery to the domain fails.",
  } as const;
  const add = `${recordLine(`_smtp._tls.${domain}`, "TXT", `"v=TLSRPTv1; rua=mailto:tls-reports@${plain(domain)}"`)}.`;
  const found = versioned(textsAt(`_smtp._tls.${domain}`, lookup), TLSRPT_VERSION);
  switch (found.kind) {
    case "unknown":
      return {
        ...about,
        add,
        state: "unknown",
        says: "Whether there is a TLS-RPT record is not known here.",
      };
    case "none":
      return {
        ...about,
        add,
        state: "missing",
        says: `${plain(domain)} wants no reports about failed encryption.`,
      };
    case "several":
      return {
        ...about,
        add: "Delete all but one.",
        state: "broken",
        says: "There is more than one TLS-RPT record: senders use none.",
      };
    case "unseen":
      return {
        ...about,
        add,
        state: "broken",
        says: "The TLS-RPT record cannot be read: senders ignore it.",
        record: found.record,
      };
    case "one": {
      const { record, list } = found;
      const trouble = !isFieldList(list)
        ? "The TLS-RPT record holds something that is no `name=value`: senders may not read it."
        : duplicateTags(list).some(({ name }) => name === "rua")
          ? "`rua` stands twice in the TLS-RPT record: senders differ in which one counts."
          : undefined;
      if (trouble !== undefined) return { ...about, add, state: "broken", says: trouble, record };
      const rua = list.tags.find(({ name }) => name === "rua")?.value;
      return rua?.split(",").some((one) => isTlsReportTarget(one.trim()))
        ? { ...about, add, state: "present", says: "Reports about failed encryption are asked for.", record }
        : {
            ...about,
            add,
            state: "broken",
            says: "The TLS-RPT record names no address for reports.",
            record,
          };
    }
  }
}

type Versioned =
  | { readonly kind: "unknown" | "none" | "several" }
  | { readonly kind: "unseen"; readonly record: DnsRecord }
  | {
      readonly kind: "one";
      readonly record: DnsRecord;
      readonly text: string;
      readonly list: TagRecord;
    };

function versioned(texts: Texts, version: RegExp): Versioned {
  if (texts.kind === "unknown") return { kind: "unknown" };
  const seen = texts.found.filter(({ text }) => version.test(text));
  const [first] = seen;
  if (seen.length > 1) return { kind: "several" };
  if (first !== undefined) return { kind: "one", ...first, list: scanTags(first.source) };
  const [other] = texts.found;
  return other === undefined ? { kind: "none" } : { kind: "unseen", record: other.record };
}
