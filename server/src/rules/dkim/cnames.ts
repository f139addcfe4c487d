import { labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { targetOf } from "../../mail/resolver.ts";
import { readProviderTarget } from "../../mail/senders/selectors.ts";
import { senderOfDkimTarget } from "../../mail/senders.ts";
import type { DomainRule, Edit, Fix, Place, TypeRule } from "../rule.ts";
import { UNGUARDED_ZONE } from "../spf/zone.ts";
import { domainkeyAt } from "./owners.ts";

const TYPES = ["CNAME"];

export const dkimCnameTargetNoDot: TypeRule = {
  id: "dkim-cname-target-no-dot",
  severity: "error",
  scope: "record",
  types: TYPES,
  docs: {
    summary: "The target of a selector's CNAME lacks its final dot.",
    why: "In a zone file a name without a final dot gets the zone's name appended: the CNAME leads to a name that does not exist, receivers find no key, and signatures fail.",
    bad: "s1._domainkey CNAME s1.domainkey.u123.wl456.sendgrid.net",
    good: "s1._domainkey CNAME s1.domainkey.u123.wl456.sendgrid.net.",
    refs: ["RFC 1035 5.1"],
  },
  check(record, report, { owner }) {
    const alias = aliasOf(record, owner);
    const written = alias === undefined ? undefined : withoutOrigin(alias.target, record.origin);
    if (alias === undefined || written === undefined || !looksAbsolute(written)) return;
    report(
      placeOf(record),
      `Without a final dot this means \`${alias.target}\`: receivers find no key there, and signatures fail`,
      rewritten(record, `Write \`${written}.\``, `${written}.`),
    );
  },
};

export const dkimCnameProviderMismatch: TypeRule = {
  id: "dkim-cname-provider-mismatch",
  severity: "warning",
  scope: "record",
  types: TYPES,
  docs: {
    summary: "A selector's CNAME leads to the key of another customer.",
    why: "The provider writes each customer's domain into the target. With another domain in it receivers get a key that this domain's mail is not signed with, or none.",
    bad: "selector1._domainkey CNAME selector1-other-com._domainkey.contoso.onmicrosoft.com.",
    good: "selector1._domainkey CNAME selector1-example-com._domainkey.contoso.onmicrosoft.com.",
    refs: ["RFC 6376 3.6.2.1"],
  },
  check(record, report, { owner }) {
    const alias = aliasOf(record, owner);
    const found = alias && readProviderTarget(alias.selector, alias.domain, alias.target);
    if (alias === undefined || found === undefined || !found.wrongCustomer) return;
    report(
      placeOf(record),
      `This is the key of another domain at ${found.provider}, not of \`${alias.domain}\``,
      ...corrected(record, found.wrongSelector ? undefined : found.expected),
    );
  },
};

export const dkimCnameSelectorMismatch: TypeRule = {
  id: "dkim-cname-selector-mismatch",
  severity: "warning",
  scope: "record",
  types: TYPES,
  docs: {
    summary: "A selector's CNAME leads to the key of another selector.",
    why: "The provider signs with a key for each selector. Receivers that look up this one get the key of the other, and signatures fail.",
    bad: "k2._domainkey CNAME dkim3.mcsv.net.",
    good: "k2._domainkey CNAME dkim2.mcsv.net.",
    refs: ["RFC 6376 3.6.2.1"],
  },
  check(record, report, { owner }) {
    const alias = aliasOf(record, owner);
    const found = alias && readProviderTarget(alias.selector, alias.domain, alias.target);
    if (alias === undefined || found === undefined || !found.wrongSelector) return;
    report(
      placeOf(record),
      `This is the key of another selector of ${found.provider}: signatures with \`s=${alias.selector}\` fail`,
      ...corrected(record, found.expected),
    );
  },
};

export const dkimProviderPairIncomplete: DomainRule = {
  id: "dkim-provider-pair-incomplete",
  severity: "info",
  scope: "domain",
  on: ["cname"],
  docs: {
    summary: "A provider that needs several selectors has some of them only.",
    why: "The provider changes from one selector to another when it changes keys. Once it signs with one that is not here, signatures fail.",
    bad: `${UNGUARDED_ZONE}selector1._domainkey 3600 CNAME selector1-example-com._domainkey.contoso.onmicrosoft.com.`,
    good: `${UNGUARDED_ZONE}selector1._domainkey 3600 CNAME selector1-example-com._domainkey.contoso.onmicrosoft.com.\nselector2._domainkey 3600 CNAME selector2-example-com._domainkey.contoso.onmicrosoft.com.`,
    refs: ["RFC 6376 3.6.2.1"],
  },
  check(domain, report) {
    const record = domain.own.records.find(({ type }) => type === "CNAME");
    const alias = record === undefined ? undefined : aliasOf(record, domain.name);
    const found = alias && readProviderTarget(alias.selector, alias.domain, alias.target);
    if (record === undefined || alias === undefined || found === undefined) return;
    if (found.wrongSelector || found.wrongCustomer || !found.needed.includes(alias.selector)) return;
    const ownerOf = (selector: string) => `${selector}._domainkey.${alias.domain}`;
    const present = found.needed.filter((one) => domain.at(ownerOf(one))?.records.length !== 0);
    const missing = found.needed.filter((one) => domain.at(ownerOf(one))?.records.length === 0);
    // The first selector that is there speaks for all.
    if (missing.length === 0 || present[0] !== alias.selector) return;
    const edits = missing.flatMap((one): readonly Edit[] => {
      const presentation = found.targetOf(one);
      return presentation === undefined
        ? []
        : [
            {
              kind: "insert",
              after: record,
              new: { owner: ownerOf(one), type: "CNAME", rdata: { presentation } },
            },
          ];
    });
    const names = missing.map((one) => `\`${one}\``).join(" and ");
    report(
      { record, part: "owner" },
      `${found.provider} signs with ${found.needed.map((one) => `\`${one}\``).join(", ")} in turn, and ${names} ${missing.length === 1 ? "is" : "are"} missing`,
      { title: `Add ${names}`, safe: false, edits },
    );
  },
};

/** A selector's CNAME, taken apart; undefined for every other record. */
function aliasOf(record: DnsRecord, owner: string | undefined) {
  if (owner === undefined || !owner.includes("._domainkey.")) return undefined;
  const place = domainkeyAt(owner);
  const target = targetOf(record);
  if (place < 1 || target === undefined) return undefined;
  const labels = labelsOf(owner);
  return {
    selector: labels.slice(0, place).join("."),
    domain: `${labels.slice(place + 1).join(".")}.`,
    target,
  };
}

/** What was written, where the origin was appended to it. */
function withoutOrigin(target: string, origin: string | undefined): string | undefined {
  if (origin === undefined || origin === "." || !target.endsWith(`.${origin}`)) return undefined;
  return target.slice(0, -origin.length - 1);
}

// Ends of names that nobody means relative: the commonest top-level domains.
const TOP =
  /\.(?:com|net|org|edu|gov|io|co|eu|de|uk|fr|nl|ch|at|it|es|se|no|dk|fi|be|pl|cz|ru|us|ca|br|mx|au|nz|jp|cn|in|kr|za|info|biz|app|dev|cloud|email|live|me|tv|ai|online|site|tech|microsoft)$/;

function looksAbsolute(written: string): boolean {
  if (senderOfDkimTarget(written) !== undefined) return true;
  return labelsOf(`${written}.`).length > 2 && TOP.test(written);
}

function placeOf(record: DnsRecord): Place {
  const field = record.rdata.fields.at(-1);
  return field === undefined
    ? { record, part: "rdata" }
    : { record, source: { start: field.start, end: field.end } };
}

function rewritten(record: DnsRecord, title: string, text: string): Fix {
  const { start, end } = record.rdata.fields.at(-1) ?? record.rdataSpan;
  return { title, safe: false, edits: [{ kind: "field", at: { start, end }, text }] };
}

function corrected(record: DnsRecord, expected: string | undefined): readonly Fix[] {
  return expected === undefined ? [] : [rewritten(record, `Write \`${expected}\``, expected)];
}
