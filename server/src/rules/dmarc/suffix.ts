import { parentOf } from "../../dns/names.ts";
import { psdOf } from "../../mail/dmarcPolicy.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";
import { textSpan } from "../../text/span.ts";
import { deletion, type Row, replace, rulesOf } from "./examples.ts";

const ROWS: readonly Row[] = [
  {
    id: "dmarc-psd-y-on-org",
    severity: "error",
    summary: "`psd=y` stands at a domain that is no public suffix.",
    why: "It says that others register names below this one. Every subdomain becomes an organization of its own: mail signed by `example.com` no longer counts for `news.example.com`.",
    bad: "v=DMARC1; p=reject; psd=y; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7", "RFC 9989 4.10.2", "RFC 9989 5.2"],
    check(dmarc, report, { owner }) {
      const tag = dmarc.tags.get("psd");
      const domain = domainOf(owner);
      if (tag === undefined || domain === undefined || psdOf(dmarc) !== "y" || isPublicSuffix(domain)) return;
      if (dmarc.recognized !== true) return;
      report(
        tag.trimmed,
        "`psd=y` is for suffixes below which others register names: subdomains no longer belong to this domain",
        deletion(dmarc, tag, "Delete `psd=y`"),
        replace("Write `psd=n`", tag.trimmed, "psd=n"),
      );
    },
  },
  {
    id: "dmarc-pso-missing-psd",
    severity: "warning",
    summary: "The record of a public suffix has no `psd=y`.",
    why: "Without it receivers take the suffix for one organization, to which every domain registered below belongs: they could pass as each other.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@co.example",
    owner: "_dmarc.co.example.",
    refs: ["RFC 9989 5.2", "RFC 9989 4.10.2"],
    check(dmarc, report, { owner }) {
      const domain = domainOf(owner);
      const [v] = dmarc.list.segments;
      if (domain === undefined || v === undefined || dmarc.recognized !== true) return;
      if (!isPublicSuffix(domain) || psdOf(dmarc) === "y" || dmarc.source.hasHoles) return;
      const tag = dmarc.tags.get("psd");
      const end = dmarc.list.segments.findLast(({ kind }) => kind !== "empty")?.trimmed.end ?? v.trimmed.end;
      const fix =
        tag === undefined
          ? replace("Append `; psd=y`", textSpan(end, end), "; psd=y")
          : replace("Write `psd=y`", tag.trimmed, "psd=y");
      report(
        (tag ?? v).trimmed,
        "A public suffix must say `psd=y`: otherwise all domains below count as one organization",
        fix,
      );
    },
  },
  {
    id: "dmarc-psd-n-note",
    severity: "hint",
    summary: "`psd=n` makes the name an organization of its own.",
    why: "Names below it belong to it. Domains above no longer do: what they sign or send does not count for mail from here.",
    bad: "v=DMARC1; p=reject; psd=n; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7", "RFC 9989 4.10.2"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("psd");
      if (tag === undefined || psdOf(dmarc) !== "n" || dmarc.recognized !== true) return;
      report(
        tag.trimmed,
        "This name is an organization of its own: domains above it do not count for its mail",
      );
    },
  },
];

/** Public suffixes. */
export const DMARC_SUFFIX_RULES = rulesOf(ROWS);

function domainOf(owner: string | undefined): string | undefined {
  return owner?.startsWith("_dmarc.") ? parentOf(owner) : undefined;
}
