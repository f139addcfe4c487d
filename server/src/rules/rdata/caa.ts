import type { RdataField } from "../../dns/rdata.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { isWithin } from "../../text/distance.ts";
import type { TypeRule } from "../rule.ts";
import { fieldOf, placeOf, rewrite, stringOf, typeRule } from "./fields.ts";

/** Registered tags (IANA "CAA Property Tags"), the reserved ones included. */
const TAGS = [
  "issue",
  "issuewild",
  "iodef",
  "issuemail",
  "issuevmc",
  "contactemail",
  "contactphone",
  "auth",
  "path",
  "policy",
];
const ISSUERS: ReadonlySet<string> = new Set(["issue", "issuewild", "issuemail", "issuevmc"]);
const LABEL = "[a-z0-9](?:-*[a-z0-9])*";
const PARAMETER = `${LABEL}[ \\t]*=[ \\t]*[\\x21-\\x3a\\x3c-\\x7e]*`;
/** `issue-value` of RFC 8659 section 4.2. */
const ISSUER = new RegExp(
  `^[ \\t]*(?:${LABEL}(?:\\.${LABEL})*)?[ \\t]*(?:;[ \\t]*(?:${PARAMETER}[ \\t]*(?:;[ \\t]*${PARAMETER}[ \\t]*)*)?)?$`,
  "i",
);
const GOOD = '@ CAA 0 issue "ca.example.net"';

const zoneCaaFlags = typeRule(
  "zone-caa-flags",
  ["CAA"],
  {
    summary: "The flags of a CAA record are neither 0 nor 128.",
    why: "One bit has a meaning: 128, critical. The other bits are reserved and have to be zero; `1` is what people write who mean critical, and it means nothing.",
    bad: '@ CAA 1 issue "ca.example.net"',
    good: GOOD,
    ref: "RFC 8659 4.1",
  },
  (record, report) => {
    const flags = fieldOf(record, "flags");
    if (flags === undefined || flags.text === "0" || flags.text === "128") return;
    report(
      placeOf(record, flags),
      `\`${flags.text}\` sets bits that have no meaning; 128 is critical, 0 is not`,
      rewrite(flags, "0", "Write `0` (not critical)"),
      rewrite(flags, "128", "Write `128` (critical)"),
    );
  },
);

const zoneCaaTagUnknown = typeRule(
  "zone-caa-tag-unknown",
  ["CAA"],
  {
    summary: "The tag of a CAA record is not a registered one.",
    why: "Certification authorities skip properties that they do not know: the record allows and forbids nothing. With the critical flag they issue no certificate at all.",
    bad: '@ CAA 0 issued "ca.example.net"',
    good: GOOD,
    ref: "RFC 8659 4.1",
  },
  (record, report) => {
    const tag = fieldOf(record, "tag");
    const word = tag?.text.toLowerCase() ?? "issue";
    if (tag === undefined || TAGS.includes(word)) return;
    const near = TAGS.find((known) => isWithin(word, known, 2));
    const fixes = near === undefined ? [] : [rewrite(tag, near)];
    report(placeOf(record, tag), `\`${tag.text}\` is no known tag: authorities skip the record`, ...fixes);
  },
);

const zoneCaaIssuer = typeRule(
  "zone-caa-issuer",
  ["CAA"],
  {
    summary: "The value of a CAA record does not name a certification authority.",
    why: "The value is the authority's domain, then parameters after `;`. What cannot be read allows nobody: no certificate is issued or renewed.",
    bad: '@ CAA 0 issue "https://ca.example.net/"',
    good: GOOD,
    ref: "RFC 8659 4.2",
  },
  (record, report) => {
    const value = issuerValue(record);
    if (value === undefined || ISSUER.test(stringOf(value))) return;
    const text = stringOf(value);
    const domain = /^(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)[./]*$/i
      .exec(text.trim())?.[1]
      ?.toLowerCase();
    const fixes = domain === undefined || !ISSUER.test(domain) ? [] : [rewrite(value, `"${domain}"`)];
    report(
      placeOf(record, value),
      `${quoted(text)} does not name an authority, so that nobody may issue: ${causeOf(text)}`,
      ...fixes,
    );
  },
);

const zoneCaaIodef = typeRule(
  "zone-caa-iodef",
  ["CAA"],
  {
    summary: "The place for reports in a CAA record is not a URL that authorities use.",
    why: "Reports of refused requests go to a `mailto:`, `https:` or `http:` URL. To anything else nothing is sent.",
    bad: '@ CAA 0 iodef "security@example.com"',
    good: '@ CAA 0 iodef "mailto:security@example.com"',
    ref: "RFC 8659 4.4",
  },
  (record, report) => {
    const value = fieldOf(record, "value");
    if (value === undefined || fieldOf(record, "tag")?.text.toLowerCase() !== "iodef") return;
    const text = stringOf(value);
    if (/^(?:mailto:[^@\s]+@[^@\s]+|https?:\/\/[^\s/]+\S*)$/i.test(text)) return;
    const fixes = /^[^@\s:]+@[^@\s]+$/.test(text) ? [rewrite(value, `"mailto:${text}"`)] : [];
    report(
      placeOf(record, value),
      `${quoted(text)} is no \`mailto:\` or \`https:\` URL: no reports arrive`,
      ...fixes,
    );
  },
);

function issuerValue(record: DnsRecord): RdataField | undefined {
  return ISSUERS.has(fieldOf(record, "tag")?.text.toLowerCase() ?? "") ? fieldOf(record, "value") : undefined;
}

function causeOf(text: string): string {
  if (text.includes("://")) return "it is the bare domain, without `https://`";
  if (text.includes(",") || /\S\s+[^;\s]/.test(text.split(";")[0] ?? ""))
    return "one record names one authority; write a record for each";
  if (/\.\s*(?:;|$)/.test(text)) return "the domain has no final dot here";
  return "a domain stands there, then parameters such as `; accounturi=...`";
}

function quoted(text: string): string {
  const clean = text.replace(/[`\p{Cc}\p{Cf}]/gu, "");
  return `\`${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}\``;
}

export const CAA_RULES: readonly TypeRule[] = [zoneCaaFlags, zoneCaaTagUnknown, zoneCaaIssuer, zoneCaaIodef];
