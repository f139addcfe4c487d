import { type DmarcRecord, strengthOf } from "../../mail/dmarc.ts";
import { psdOf } from "../../mail/dmarcPolicy.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { Fix } from "../rule.ts";
import { speaksForBelow } from "./below.ts";
import { deletion, idleDeletion, isSole, type Row, replace, rulesOf } from "./examples.ts";
import { isHalfThere } from "./fragments.ts";
import { domainAt } from "./meant.ts";
import { runsOn } from "./separators.ts";

const RUA = "; rua=mailto:dmarc@example.com";

const ROWS: readonly Row[] = [
  {
    id: "dmarc-p-missing-with-rua",
    severity: "warning",
    summary: "The record has no `p`, only addresses for reports.",
    why: "Receivers act as for `p=none`; those that follow RFC 7489 want `p` and may ignore the record.",
    bad: "v=DMARC1; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7", "RFC 9989 4.10.1"],
    check(dmarc, report) {
      const v = dmarc.list.segments[0];
      if (v === undefined || dmarc.applies !== "monitor" || dmarc.tags.has("p") || broken(dmarc)) return;
      if (dmarc.tags.has("policy")) return;
      const at = textSpan(v.trimmed.end, v.trimmed.end);
      report(v.trimmed, "`p` is missing: receivers act as for `p=none`, older ones may ignore the record", {
        ...replace("Insert `p=none`", at, "; p=none"),
      });
    },
  },
  {
    id: "dmarc-no-effect",
    severity: "error",
    summary: "The record has neither a policy nor an address for reports.",
    why: "Receivers do nothing: the domain is as if it had no DMARC at all.",
    bad: "v=DMARC1; adkim=s",
    refs: ["RFC 9989 4.10.1"],
    check(dmarc, report, { owner, record }) {
      const v = dmarc.list.segments[0];
      if (v === undefined || dmarc.applies !== "nothing" || dmarc.tags.has("p") || broken(dmarc)) return;
      const domain = domainAt(owner, record.origin);
      // A record that nobody finds has worse to be told.
      if (owner !== undefined && domain === undefined) return;
      // What was meant as `p` is told as that.
      if (dmarc.tags.has("policy")) return;
      const at = textSpan(v.trimmed.end, v.trimmed.end);
      report(
        v.trimmed,
        "Neither `p` nor `rua`: receivers do nothing at all",
        watching(dmarc.tags.has("rua") ? undefined : domain, at),
        replace("Insert `p=reject`, for a domain that sends no mail", at, "; p=reject"),
      );
    },
  },
  {
    id: "dmarc-p-none",
    severity: "info",
    summary: "`p=none` only watches.",
    why: "Mail that fails is delivered all the same. It is where one begins; when the reports show only mail that passes, `p=quarantine` and then `p=reject` protect the domain.",
    bad: `v=DMARC1; p=none; np=reject${RUA}`,
    refs: ["RFC 9989 3.2.12", "RFC 9989 5.1.7"],
    check(dmarc, report) {
      const p = dmarc.tags.get("p");
      if (dmarc.applies !== "policy" || dmarc.p !== "none" || p === undefined || dmarc.rua.length === 0)
        return;
      if (!isSole(dmarc, p)) return;
      report(
        p.trimmed,
        "Mail that fails is delivered all the same: `p=none` only watches",
        replace("Raise it to `p=quarantine`", p.valueSpan, "quarantine"),
      );
    },
  },
  {
    id: "dmarc-p-none-no-rua",
    severity: "warning",
    summary: "`p=none` without an address for reports.",
    why: "Nothing is enforced and nobody is told: the record does nothing.",
    bad: "v=DMARC1; p=none; np=reject",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report, { owner, record }) {
      const p = dmarc.tags.get("p");
      if (dmarc.applies !== "policy" || dmarc.p !== "none" || p === undefined || dmarc.tags.has("rua"))
        return;
      if (broken(dmarc)) return;
      report(
        p.trimmed,
        "Nothing is enforced and nobody is told: `p=none` without `rua`",
        ...addRua(domainAt(owner, record.origin), p.trimmed.end),
      );
    },
  },
  {
    id: "dmarc-sp-weaker",
    severity: "warning",
    summary: "Subdomains have a weaker policy than the domain.",
    why: "Whoever forges mail picks a subdomain: every name below the domain is open to it.",
    bad: `v=DMARC1; p=reject; sp=none; np=reject${RUA}`,
    refs: ["RFC 9989 4.7"],
    check(dmarc, report, { owner }) {
      const tag = dmarc.tags.get("sp");
      if (tag === undefined || dmarc.sp === undefined || dmarc.p === undefined || !isSole(dmarc, tag)) return;
      if (!speaksForBelow(dmarc, owner)) return;
      // Of a public suffix the names below are other people's domains.
      if (strengthOf(dmarc.sp) >= strengthOf(dmarc.p) || psdOf(dmarc) === "y") return;
      report(
        tag.trimmed,
        `\`sp=${dmarc.sp}\` leaves subdomains weaker than the domain (\`p=${dmarc.p}\`)`,
        deletion(dmarc, tag, `Delete \`sp\`: subdomains get \`${dmarc.p}\` too`),
      );
    },
  },
  {
    id: "dmarc-np-weaker",
    severity: "info",
    summary: "Names that do not exist have a weaker policy than those that do.",
    why: "Nobody sends from a name that does not exist: `reject` costs nothing there.",
    bad: `v=DMARC1; p=reject; np=none${RUA}`,
    refs: ["RFC 9989 4.7"],
    check(dmarc, report, { owner }) {
      const tag = dmarc.tags.get("np");
      const next = dmarc.sp ?? dmarc.p;
      if (tag === undefined || dmarc.np === undefined || next === undefined || !isSole(dmarc, tag)) return;
      if (!speaksForBelow(dmarc, owner)) return;
      if (strengthOf(dmarc.np) >= strengthOf(next)) return;
      report(
        tag.trimmed,
        `\`np=${dmarc.np}\` is weaker than what names that exist have (\`${next}\`)`,
        deletion(dmarc, tag, `Delete \`np\`: such names get \`${next}\``),
      );
    },
  },
  {
    id: "dmarc-sp-redundant",
    severity: "hint",
    summary: "`sp` says what `p` says.",
    why: "Subdomains get the domain's policy anyway.",
    bad: `v=DMARC1; p=reject; sp=reject${RUA}`,
    refs: ["RFC 9989 4.7"],
    check(dmarc, report, { owner }) {
      const tag = dmarc.tags.get("sp");
      if (tag === undefined || dmarc.sp === undefined || dmarc.sp !== dmarc.p) return;
      if (!speaksForBelow(dmarc, owner)) return;
      report(
        tag.trimmed,
        "Subdomains get the domain's policy anyway",
        idleDeletion(dmarc, tag, "Delete `sp`"),
      );
    },
  },
  {
    id: "dmarc-np-redundant",
    severity: "hint",
    summary: "`np` says what holds anyway.",
    why: "Names that do not exist get the policy of subdomains.",
    bad: `v=DMARC1; p=reject; np=reject${RUA}`,
    refs: ["RFC 9989 4.7"],
    check(dmarc, report, { owner }) {
      const tag = dmarc.tags.get("np");
      if (tag === undefined || dmarc.np === undefined || dmarc.np !== (dmarc.sp ?? dmarc.p)) return;
      if (!speaksForBelow(dmarc, owner)) return;
      report(
        tag.trimmed,
        "Names that do not exist get this policy anyway",
        idleDeletion(dmarc, tag, "Delete `np`"),
      );
    },
  },
  {
    id: "dmarc-t-y",
    severity: "info",
    summary: "`t=y`: receivers act one level below the policy.",
    why: "`reject` becomes `quarantine`, and `quarantine` becomes `none`, until the tag is gone.",
    bad: `v=DMARC1; p=reject; t=y${RUA}`,
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("t");
      if (tag === undefined || !dmarc.testing || dmarc.applies !== "policy" || allNone(dmarc)) return;
      if (!isSole(dmarc, tag)) return;
      report(
        tag.trimmed,
        "In testing: receivers act one level below the policy",
        deletion(dmarc, tag, "Delete `t=y`: the policy applies"),
      );
    },
  },
  {
    id: "dmarc-psd-y-ruf",
    severity: "warning",
    summary: "`ruf` stands beside `psd=y`.",
    why: "Reports on single failures are not sent for a public suffix.",
    bad: "v=DMARC1; p=reject; psd=y; rua=mailto:dmarc@nic.uk; ruf=mailto:dmarc@nic.uk",
    owner: "; dnslens-ignore-file dmarc-external-unverified\n_dmarc.co.uk.",
    refs: ["RFC 9991 2"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("ruf");
      if (tag === undefined || dmarc.tags.get("psd")?.value.toLowerCase() !== "y") return;
      report(tag.trimmed, "`ruf` is not honoured beside `psd=y`", deletion(dmarc, tag, "Delete `ruf`"));
    },
  },
];

export const DMARC_POLICY_RULES = rulesOf(ROWS);

function allNone(dmarc: { readonly p: unknown; readonly sp: unknown; readonly np: unknown }): boolean {
  return [dmarc.p, dmarc.sp, dmarc.np].every((policy) => policy === undefined || policy === "none");
}

/** `p=none` with an address for reports: without one it does nothing either. */
function watching(domain: string | undefined, at: TextSpan): Fix {
  if (domain === undefined) return replace("Insert `p=none`, which only watches", at, "; p=none");
  const title = `Insert \`p=none\`, which only watches, with reports to \`dmarc@${domain}\``;
  return replace(title, at, `; p=none; rua=mailto:dmarc@${domain}`);
}

/** Whether another rule names what swallowed the tags. */
export function broken(dmarc: DmarcRecord): boolean {
  const isOdd = /["\x80-\xff]|[ ,\t](?:p|rua)[ \t]*=|[ \t;](?:p|rua)[ \t]*(?::|;|$)/i.test(
    dmarc.source.text.replace(/;[ \t]*(?:p|rua)[ \t]*=/gi, ";"),
  );
  return isOdd || isHalfThere(dmarc) || dmarc.list.tags.some((tag) => runsOn(dmarc, tag));
}

/** A fix that asks for reports, behind the tag that ends at `end`. */
export function addRua(domain: string | undefined, end: number) {
  if (domain === undefined) return [];
  const text = `; rua=mailto:dmarc@${domain}`;
  return [replace(`Send reports to \`dmarc@${domain}\``, textSpan(end, end), text)];
}
