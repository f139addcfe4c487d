import { absoluteName, parentOf, wireLength } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import type { ReportUri } from "../../mail/dmarc.ts";
import { deliveryOf } from "../../mail/facts.ts";
import { acceptsReports, isOwnAddress, isPlaceholder, reportName } from "../../mail/reportTargets.ts";
import { insertedText, shown } from "../mail/edits.ts";
import type { DomainRule, DomainView } from "../rule.ts";
import { WHOLE_ZONE } from "../spf/zone.ts";
import { GOOD } from "./examples.ts";

const OTHER_ZONE =
  "$ORIGIN reports.example.\n@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n@ 3600 NS ns.example.net.\n@ 3600 NS ns.example.org.\n@ 3600 A 192.0.2.40\n";

const dmarcUriNoMx: DomainRule = {
  id: "dmarc-uri-no-mx",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "Reports go to a host that takes no mail.",
    why: "The host has neither an MX record nor an address, or says by a null MX that it takes none: the reports are lost.",
    bad: `${WHOLE_ZONE}_dmarc.shop 3600 TXT "v=DMARC1; p=reject; rua=mailto:a@parked.example.com"\nparked 3600 MX 0 .`,
    good: WHOLE_ZONE,
    refs: ["RFC 9990 3.5.2", "RFC 7505 3"],
  },
  check(domain, report) {
    for (const { uri, host, record } of addressesOf(domain)) {
      const { kind } = deliveryOf(host, domain.lookup);
      if (kind !== "null" && kind !== "nowhere") continue;
      const why =
        kind === "null" ? "says that it takes no mail (null MX)" : "takes no mail: it has no MX record";
      report({ record, text: uri.span }, `${shown(host)} ${why}: reports to it are lost`);
    }
  },
};

const dmarcExternalUnauthorized: DomainRule = {
  id: "dmarc-external-unauthorized",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "Reports go to another domain, which does not say that it accepts them.",
    why: "Senders of reports ask that domain first. Its zone is here and has no such record: they send nothing there.",
    bad: '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@reports.example"',
    good: GOOD,
    beside: { "reports.example.zone": OTHER_ZONE },
    refs: ["RFC 9990 4", "RFC 9991 5"],
  },
  check(domain, report) {
    for (const { uri, host, record, policy } of externalOf(domain)) {
      if (acceptsReports(policy, host, domain.lookup) !== false) continue;
      const name = reportName(policy, host);
      if (wireLength(name) > LONGEST) continue;
      // A text there that was meant to say so is told of that.
      if (domain.lookup(name, "TXT")?.length !== 0) continue;
      const after = placeNear(domain, host);
      const message = `${shown(host)} does not say that it accepts reports about ${shown(policy)}: none are sent there`;
      if (after === undefined) report({ record, text: uri.span }, message);
      else {
        report({ record, text: uri.span }, message, {
          title: `Add \`${shown(name)} TXT "v=DMARC1;"\` to the other zone`,
          safe: false,
          edits: [insertedText(after, name, "v=DMARC1;")],
        });
      }
    }
  },
};

const dmarcExternalUnverified: DomainRule = {
  id: "dmarc-external-unverified",
  severity: "hint",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "Reports go to another domain; whether it accepts them is not known here.",
    why: "Senders of reports look for a record in that domain's zone, and send nothing without it. Services that read reports publish it for their customers.",
    bad: '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@vendor.example"',
    good: GOOD,
    refs: ["RFC 9990 4"],
  },
  check(domain, report) {
    for (const { uri, host, record, policy } of externalOf(domain)) {
      if (acceptsReports(policy, host, domain.lookup) !== undefined) continue;
      const name = reportName(policy, host);
      if (wireLength(name) > LONGEST) continue;
      report(
        { record, text: uri.span },
        `Not known here whether ${shown(host)} accepts reports about ${shown(policy)}: it needs \`${name} TXT "v=DMARC1;"\``,
      );
    }
  },
};

const dmarcExternalNameTooLong: DomainRule = {
  id: "dmarc-external-name-too-long",
  severity: "error",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "Reports go to another domain, and the name under which it would accept them is too long.",
    why: "A name holds 255 octets. This one cannot exist, so that no reports are sent there.",
    bad: `_dmarc TXT "v=DMARC1; p=reject; " "rua=mailto:d@${longHost()}"`,
    good: GOOD,
    refs: ["RFC 9990 4"],
  },
  check(domain, report) {
    for (const { uri, host, record, policy } of externalOf(domain)) {
      const length = wireLength(reportName(policy, host));
      if (length <= LONGEST) continue;
      report(
        { record, text: uri.span },
        `The name that would accept reports has ${length} octets; a name holds ${LONGEST}: none are sent there`,
      );
    }
  },
};

const LONGEST = 255;

/** Where reports go. */
export const DMARC_REPORT_RULES: readonly DomainRule[] = [
  dmarcUriNoMx,
  dmarcExternalUnauthorized,
  dmarcExternalUnverified,
  dmarcExternalNameTooLong,
];

interface Address {
  readonly uri: ReportUri;
  /** Absolute. */
  readonly host: string;
  readonly record: DnsRecord;
  /** The domain whose record it is. */
  readonly policy: string;
}

/** The sound mail addresses in the name's DMARC record, each host once. */
function addressesOf(domain: DomainView): readonly Address[] {
  const policy = domain.name.startsWith("_dmarc.") ? parentOf(domain.name) : undefined;
  if (policy === undefined) return [];
  const found = new Map<string, Address>();
  for (const { record, node } of domain.own.dmarc) {
    if (node.recognized !== true) continue;
    for (const uri of [...node.rua, ...node.ruf]) {
      const host = uri.host === undefined ? undefined : absoluteName(`${uri.host}.`, undefined);
      if (host === undefined || found.has(host)) continue;
      found.set(host, { uri, host, record, policy });
    }
  }
  return [...found.values()];
}

function externalOf(domain: DomainView): readonly Address[] {
  return addressesOf(domain).filter(
    ({ policy, host, uri }) =>
      !isPlaceholder(uri.text.replace(/^mailto:/i, ""), uri.host, domain.name) &&
      !isOwnAddress(policy, host, domain.lookup),
  );
}

/** A record of the zone that the host lies in, behind which another one may be added. */
function placeNear(domain: DomainView, host: string): DnsRecord | undefined {
  for (let at: string | undefined = host; at !== undefined && at !== "."; at = parentOf(at)) {
    const records = domain.at(at)?.records ?? [];
    const last = records.at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

// With `example.com._report._dmarc.` in front it has more than 255 octets.
function longHost(): string {
  return `${Array.from({ length: 4 }, () => "a".repeat(57)).join(".")}.example`;
}
