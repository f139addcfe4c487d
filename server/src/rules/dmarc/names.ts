import { familyOf } from "../../mail/classify.ts";
import type { DomainRule, NameRule, NameView } from "../rule.ts";
import { GOOD } from "./examples.ts";
import { isAnothers, isMisspelt, meantOwner } from "./meant.ts";

export const dmarcMultipleRecords: NameRule = {
  id: "dmarc-multiple-records",
  severity: "error",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "One name has more than one DMARC record.",
    why: "Receivers discard all of them: the domain is as if it had no DMARC at all.",
    bad: '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"\n_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"',
    good: GOOD,
    refs: ["RFC 9989 4.10"],
  },
  check(name, report) {
    if (!name.owner.startsWith("_dmarc.")) return;
    const found = name.dmarc.filter(({ node }) => node.recognized === true);
    // The same text in other strings is another record (RFC 2181 section 5).
    const texts = new Set(found.map(({ node: { source } }) => `${source.breaks.join(" ")} ${source.text}`));
    const [first, second] = found;
    if (first === undefined || second === undefined || texts.size < 2) return;
    report(
      { record: second.record, part: "rdata" },
      `${found.length} DMARC records at one name: receivers discard all of them`,
      { place: { record: first.record, part: "rdata" }, message: "The first one stands here" },
      { title: "Delete this one", safe: false, edits: [{ kind: "remove", record: second.record }] },
      { title: "Delete the first one", safe: false, edits: [{ kind: "remove", record: first.record }] },
    );
  },
};

export const dmarcOwnerTypo: NameRule = {
  id: "dmarc-owner-typo",
  severity: "error",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "A DMARC record stands at a misspelt `_dmarc`.",
    why: "Receivers look at `_dmarc.<domain>` only: the domain is as if it had no DMARC at all.",
    bad: '_dmrac TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    good: GOOD,
    refs: ["RFC 9989 4.5"],
  },
  check(name, report) {
    if (name.dmarc.length === 0 || !isMisspelt(name.owner) || isAnothers(name.owner) || isTop(name)) return;
    for (const { record, node } of name.dmarc) {
      if (node.recognized !== true || familyOf(node.source.text, undefined) !== "dmarc") continue;
      const owner = meantOwner(name.owner, record.origin);
      if (owner === undefined) continue;
      report({ record, part: "owner" }, "Receivers look at `_dmarc` only: they do not find this record", {
        title: "Rename it to `_dmarc`",
        safe: false,
        edits: [{ kind: "rename", record, owner }],
      });
    }
  },
};

export const dmarcWrongOwner: DomainRule = {
  id: "dmarc-wrong-owner",
  severity: "error",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "A DMARC record does not stand at `_dmarc`.",
    why: "Receivers look at `_dmarc.<domain>` only: the domain is as if it had no DMARC at all.",
    bad: '@ TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    good: GOOD,
    refs: ["RFC 9989 4.5"],
  },
  check(domain, report) {
    const { name, own } = domain;
    // Receivers follow an alias to its target, and a wildcard answers at `_dmarc` too.
    if (own.dmarc.length === 0 || /^(?:_dmarc|\*)\./.test(name) || name.includes("._report._dmarc.")) return;
    if (isAnothers(name) || domain.isMentioned("cname", name) || (isMisspelt(name) && !isTop(own))) return;
    for (const { record, node } of own.dmarc) {
      if (node.recognized !== true) continue;
      const owner = isTop(own) ? `_dmarc.${name}` : meantOwner(name, record.origin);
      if (owner === undefined) {
        const message =
          "The domain whose reports are accepted is missing: senders of reports look at `<domain>._report._dmarc` here";
        report({ record, part: "owner" }, message);
        continue;
      }
      const who = owner.startsWith("_dmarc.") ? "Receivers" : "Senders of reports";
      const shown = owner.replace(/\.$/, "");
      report({ record, part: "owner" }, `${who} look at \`${shown}\` only: they do not find this record`, {
        title: `Move it to \`${shown}\``,
        safe: false,
        edits: [{ kind: "rename", record, owner }],
      });
    }
  },
};

// A domain may be called `dmarc`.
function isTop({ owner, records }: NameView): boolean {
  return records.some(({ origin, type }) => origin === owner || type === "SOA");
}
