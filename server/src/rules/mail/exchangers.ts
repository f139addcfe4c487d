import { parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { endsInTld } from "../../dns/tlds.ts";
import { isUrl } from "../../dns/types/kinds/names.ts";
import { type Authorization, authorize } from "../../mail/authorize.ts";
import { type Exchanger, exchangerOf, hasAddress, sendsNothing, spfAt } from "../../mail/facts.ts";
import { keptForLast } from "../../mail/kept.ts";
import { isEmpty } from "../../mail/networks/sets.ts";
import { parseAddress } from "../../mail/networks/text.ts";
import { LONGEST_CHAIN, targetOf } from "../../mail/resolver.ts";
import type { SpfTerm } from "../../mail/spf.ts";
import { textSpan } from "../../text/span.ts";
import type { DomainRule, DomainView, NameRule, NameView, Rule, TypeRule } from "../rule.ts";
import { WHOLE_ZONE } from "../spf/zone.ts";
import { undoubled } from "./doubled.ts";
import { shown } from "./edits.ts";

const SPF = '@ 3600 TXT "v=spf1 ip4:192.0.2.25 -all"\n';
const HOST = 'mail 3600 A 192.0.2.25\nmail 3600 TXT "v=spf1 a -all"\n';
const GOOD = `${WHOLE_ZONE}${SPF}@ 3600 MX 10 mail\n${HOST}`;

const mxNullWithOthers: NameRule = {
  id: "mx-null-with-others",
  severity: "error",
  scope: "name",
  on: ["mx"],
  docs: {
    summary: "A null MX stands beside other MX records.",
    why: "`MX 0 .` says that the name takes no mail; the others say where to bring it. Senders differ in what they make of that: some refuse to send at all.",
    bad: "@ MX 0 .\n@ MX 10 mx.example.net.",
    good: "@ MX 10 mx.example.net.",
    refs: ["RFC 7505 3"],
  },
  check(name, report) {
    const all = exchangersAt(name);
    const nulls = all.filter(({ mx }) => mx.host === ".");
    const others = all.filter(({ mx }) => mx.host !== ".");
    const [first] = nulls;
    const [other] = others;
    if (first === undefined || other === undefined) return;
    report(
      { record: first.record, part: "rdata" },
      `${shown(name.owner)} says that it takes no mail, and names a host that takes it`,
      { place: { record: other.record, part: "rdata" }, message: "A host that takes mail is named here" },
      {
        title: "Delete the null MX",
        safe: false,
        edits: nulls.map(({ record }) => ({ kind: "remove" as const, record })),
      },
      {
        title: others.length === 1 ? "Delete the other one" : "Delete the others",
        safe: false,
        edits: others.map(({ record }) => ({ kind: "remove" as const, record })),
      },
    );
  },
};

const mxNullPreference: TypeRule = {
  id: "mx-null-preference",
  severity: "warning",
  scope: "record",
  types: ["MX"],
  docs: {
    summary: "A null MX has a preference other than 0.",
    why: "A name that takes no mail says `MX 0 .`, exactly so; senders need not recognize anything else.",
    bad: "@ MX 10 .",
    good: "@ MX 0 .",
    refs: ["RFC 7505 3"],
  },
  check(record, report) {
    const mx = exchangerOf(record);
    if (mx?.host !== "." || Number(mx.preference) === 0) return;
    report({ record, source: mx.preferenceSpan }, "A null MX has the preference 0", {
      title: "Write `0`",
      safe: false,
      edits: [{ kind: "field", at: mx.preferenceSpan, text: "0" }],
    });
  },
};

const mxTargetIp: TypeRule = {
  id: "mx-target-ip",
  severity: "error",
  scope: "record",
  types: ["MX"],
  docs: {
    summary: "An MX record names an address instead of a host.",
    why: "Senders look the name up, and there is no host called `192.0.2.1`: mail is not delivered. The record needs the name of a host that has an address.",
    bad: "@ MX 10 192.0.2.1",
    good: "@ MX 10 mx.example.net.",
    refs: ["RFC 1035 3.3.9"],
  },
  check(record, report) {
    const mx = exchangerOf(record);
    if (mx === undefined || !isAddress(mx.written)) return;
    report(
      { record, source: mx.hostSpan },
      `\`${mx.written.replace(/\.$/, "")}\` is an address; MX needs the name of a host: mail is not delivered`,
    );
  },
};

const mxTargetCname: DomainRule = {
  id: "mx-target-cname",
  severity: "error",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "An MX record names an alias.",
    why: "An MX record must name a host that has an address itself. Some senders refuse the alias, and mail from them is lost.",
    bad: `${WHOLE_ZONE}${SPF}@ 3600 MX 10 mx\nmx 3600 CNAME mail\n${HOST}`,
    good: GOOD,
    refs: ["RFC 2181 10.3", "RFC 5321 5.1"],
  },
  check(domain, report) {
    for (const { record, mx } of exchangersAt(domain.own)) {
      if (mx.host === undefined || mx.host === ".") continue;
      const own = domain.lookup(mx.host, "CNAME")?.[0];
      const alias = own ?? wildcardFor(mx.host, domain).find(({ type }) => type === "CNAME");
      if (alias === undefined) continue;
      const first = targetOf(alias);
      const target = first === undefined ? undefined : endOf(first, domain);
      const what = own === undefined ? "is answered by a wildcard alias" : "is an alias";
      report(
        { record, source: mx.hostSpan },
        `${shown(mx.host)} ${what} (CNAME): some senders refuse to deliver there`,
        { place: { record: alias, part: "record" }, message: "The alias stands here" },
        ...(target === undefined
          ? []
          : [
              {
                title: `Write \`${shown(target)}\``,
                safe: false,
                edits: [{ kind: "field" as const, record, at: mx.hostSpan, text: target }],
              },
            ]),
      );
    }
  },
};

const mxTargetNoAddress: DomainRule = {
  id: "mx-target-no-address",
  severity: "error",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "An MX record names a host without an address.",
    why: "Senders have nowhere to connect to: mail waits for the other hosts, or is not delivered.",
    bad: `${WHOLE_ZONE}${SPF}@ 3600 MX 10 mail`,
    good: GOOD,
    refs: ["RFC 5321 5.1"],
  },
  check(domain, report) {
    for (const { record, mx } of exchangersAt(domain.own)) {
      if (mx.host === undefined || mx.host === "." || isAddress(mx.written) || isUrl(mx.written)) continue;
      // A name that was meant to be absolute is reported as that.
      if (!mx.written.endsWith(".") && record.origin !== "." && endsInTld(mx.written)) continue;
      if (hasAddress(mx.host, domain.lookup) !== false || isAlias(mx.host, domain)) continue;
      // What cannot be read is reported as that.
      if (record.rdata.canonical === undefined) continue;
      // The final dot is missing: that is told at once.
      if (undoubled(mx.host, record.origin) !== undefined) continue;
      report(
        { record, source: mx.hostSpan },
        `${shown(mx.host)} has no address: senders cannot deliver mail there`,
      );
    }
  },
};

const mxNullButSpfAllows: DomainRule = {
  id: "mx-null-but-spf-allows",
  severity: "warning",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A domain that takes no mail lets hosts send as it.",
    why: "Many receivers refuse mail from a domain that cannot be answered. A domain without mail says `v=spf1 -all`.",
    bad: '@ MX 0 .\n@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    good: '@ MX 0 .\n@ TXT "v=spf1 -all"',
    refs: ["RFC 7505 4"],
  },
  check(domain, report) {
    const all = exchangersAt(domain.own);
    const [first] = all;
    if (first === undefined || !all.every(({ mx }) => mx.host === ".")) return;
    const spf = spfAt(domain.name, domain.lookup);
    if (spf.kind !== "record" || spf.record === undefined || sendsNothing(domain.name, domain.lookup)) return;
    const allows = allowingTerm(authorize(domain.name, domain.lookup));
    if (allows === undefined) return;
    const whole = textSpan(0, spf.spf.source.text.length);
    report(
      { record: spf.record, text: allows.span },
      `${shown(domain.name)} takes no mail (null MX), yet its SPF record lets hosts send as it`,
      { place: { record: first.record, part: "rdata" }, message: "The null MX stands here" },
      {
        title: "Say that nobody sends (`v=spf1 -all`)",
        safe: false,
        edits: [{ record: spf.record, at: whole, text: "v=spf1 -all" }],
      },
    );
  },
};

/** The term of the record itself by which somebody passes, or is meant to pass whom the files do not know. */
function allowingTerm({ tree, families, opaque }: Authorization): SpfTerm | undefined {
  const shares = [...families[4].terms, ...families[6].terms].filter(
    ({ verdict, addsNew }) => verdict === "pass" && !isEmpty(addsNew),
  );
  // A redirect may lead to a policy of all parked domains, which lets nobody send.
  const meant = opaque.filter(({ term, sender }) =>
    term.kind === "redirect" ? sender !== undefined : isPassing(term),
  );
  const allowing = tree.terms.find(
    ({ term, target }) =>
      shares.some((share) =>
        share.domain === tree.domain ? share.term.span.start === term.span.start : term.kind === "redirect",
      ) ||
      meant.some(({ path, term: { span } }) =>
        path.length === 1 ? span.start === term.span.start : path[1] === target && !isRefusing(term),
      ),
  );
  return allowing?.term;
}

function isPassing(term: SpfTerm): boolean {
  return "qualifier" in term && term.qualifier === "+";
}

function isRefusing(term: SpfTerm): boolean {
  return "qualifier" in term && term.qualifier !== "+";
}

/** Where mail is delivered. */
export const MX_RULES: readonly Rule[] = [
  mxNullWithOthers,
  mxNullPreference,
  mxTargetIp,
  mxTargetCname,
  mxTargetNoAddress,
  mxNullButSpfAllows,
];

/** The MX records of a name that have their two fields. */
export function exchangersAt(name: NameView): readonly ExchangerAt[] {
  return keptExchangers(name);
}

function readExchangers({ records }: NameView): readonly ExchangerAt[] {
  const found: ExchangerAt[] = [];
  for (const record of records) {
    const mx = record.typeCode === TYPE_MX ? exchangerOf(record) : undefined;
    if (mx !== undefined) found.push({ record, mx });
  }
  return found;
}

interface ExchangerAt {
  readonly record: DnsRecord;
  readonly mx: Exchanger;
}

const keptExchangers = keptForLast(readExchangers);
const TYPE_MX = 15;

function isAddress(written: string): boolean {
  const plain = written.replace(/\.$/, "").replace(/^\[(?:ipv6:)?(.*)\]$/i, "$1");
  return parseAddress(plain) !== undefined;
}

function isAlias(host: string, domain: DomainView): boolean {
  return (domain.lookup(host, "CNAME")?.length ?? 0) > 0;
}

/** What the wildcard holds that may answer for a name without records (RFC 4592 section 3.3.1). */
function wildcardFor(name: string, domain: DomainView): readonly DnsRecord[] {
  if (domain.at(name)?.records.length !== 0) return [];
  for (let above = parentOf(name); above !== undefined; above = parentOf(above)) {
    const wildcard = domain.at(above === "." ? "*." : `*.${above}`)?.records ?? [];
    if (wildcard.length > 0 || domain.at(above)?.records.length !== 0) return wildcard;
  }
  return [];
}

/** The name at the end of a chain of aliases; undefined where it is a loop or not known. */
function endOf(host: string, domain: DomainView): string | undefined {
  let at = host;
  for (let hops = 0; hops < LONGEST_CHAIN; hops++) {
    const alias = domain.lookup(at, "CNAME")?.[0];
    if (alias === undefined) return at;
    const target = targetOf(alias);
    if (target === undefined) return undefined;
    at = target;
  }
  return undefined;
}
