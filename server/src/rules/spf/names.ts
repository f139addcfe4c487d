import { parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { keptForLast } from "../../mail/kept.ts";
import type { SpfRecord } from "../../mail/spf.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import { shown } from "../mail/edits.ts";
import type { DomainRule, Fix, NameRule, NameView, Parsed } from "../rule.ts";
import { octetsOf } from "../txt/lengths.ts";
import { wordAt } from "./edits.ts";

const GOOD = '@ TXT "v=spf1 mx -all"';

const spfMultipleRecords: NameRule = {
  id: "spf-multiple-records",
  severity: "error",
  scope: "name",
  on: ["spf"],
  docs: {
    summary: "One name has more than one SPF record.",
    why: "Receivers answer permerror for every sender: none of the records counts.",
    bad: '@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 ip4:192.0.2.1 ~all"',
    good: '@ TXT "v=spf1 mx ip4:192.0.2.1 -all"',
    refs: ["RFC 7208 3.2", "RFC 7208 4.5"],
  },
  check(name, report) {
    const found = publishedSpf(name);
    const [first, second] = found;
    if (first === undefined || second === undefined) return;
    const others = found.slice(1).map(({ record }) => ({ kind: "remove" as const, record }));
    const merged = mergedText(found);
    const fixes: Fix[] = [
      ...(merged === undefined ? [] : [mergeFix(first, merged, others)]),
      { title: "Keep the first record alone", safe: false, edits: others },
    ];
    report(
      { record: second.record, part: "rdata" },
      `${found.length} SPF records at one name: receivers answer permerror, none of them counts`,
      ...fixes,
      { place: { record: first.record, part: "rdata" }, message: "The first one stands here" },
    );
  },
};

function mergeFix({ record, node }: Parsed<SpfRecord>, text: string, others: Fix["edits"]): Fix {
  const at = textSpan(0, node.source.text.length);
  return {
    title: "Merge them into one record",
    safe: false,
    edits: [{ record, at, text }, ...others],
  };
}

// Of several `all` the strictest is kept.
const STRICTEST = ["-", "~", "?", "+"];

/** The terms of all records in order, each once, and one `all` at the end; undefined where a term is not legal or not known. */
function mergedText(found: readonly Parsed<SpfRecord>[]): string | undefined {
  const terms = new Set<string>();
  const modifiers = new Set<string>();
  let all = STRICTEST.length;
  for (const { node } of found) {
    if (node.hasHoles || node.permerror !== false || node.faults.length > 0) return undefined;
    for (const term of node.terms) {
      const word = wordAt(node, term.span);
      if (term.kind === "all") all = Math.min(all, STRICTEST.indexOf(term.qualifier));
      else if (term.kind === "redirect") return undefined;
      else if ("qualifier" in term) terms.add(word);
      else if (term.kind !== "exp" || ![...modifiers].some((one) => /^exp=/i.test(one))) modifiers.add(word);
    }
  }
  const last = STRICTEST[all];
  return ["v=spf1", ...terms, ...(last === undefined ? [] : [`${last}all`]), ...modifiers].join(" ");
}

const spfRrtype99: NameRule = {
  id: "spf-rrtype-99",
  severity: "warning",
  scope: "name",
  on: ["spf"],
  tag: "deprecated",
  docs: {
    summary: "A record of type SPF is published beside the TXT record.",
    why: "Receivers read TXT records only; the other one is never looked at, and the two drift apart.",
    bad: '@ SPF "v=spf1 mx -all"\n@ TXT "v=spf1 mx -all"',
    good: GOOD,
    refs: ["RFC 7208 3.1", "RFC 7208 13.1"],
  },
  check(name, report) {
    const published = publishedSpf(name);
    if (published.length === 0) return;
    for (const record of typedSpf(name)) {
      report({ record, part: "type" }, "Receivers never look at records of type SPF, only at TXT", {
        title: "Delete the record of type SPF",
        // Where the two have drifted apart, either may be the one that was meant.
        safe: published.every(({ record: { text } }) => text?.text === record.text?.text),
        edits: [{ kind: "remove", record }],
      });
    }
  },
};

const spfRrtype99Only: NameRule = {
  id: "spf-rrtype-99-only",
  severity: "error",
  scope: "name",
  on: ["txt"],
  docs: {
    summary: "The only SPF record of a name has the type SPF.",
    why: "Receivers read TXT records only: the domain has no SPF at all.",
    bad: '@ SPF "v=spf1 mx -all"',
    good: GOOD,
    refs: ["RFC 7208 3.1"],
  },
  check(name, report) {
    if (publishedSpf(name).length > 0) return;
    for (const record of typedSpf(name)) {
      report({ record, part: "type" }, "Receivers look only at TXT records: this domain has no SPF", {
        title: "Change the type to TXT",
        safe: false,
        edits: [{ kind: "retype", record, type: "TXT" }],
      });
    }
  },
};

const spfSenderIdRecord: NameRule = {
  id: "spf-senderid-record",
  severity: "warning",
  scope: "name",
  on: ["spf"],
  tag: "deprecated",
  docs: {
    summary: "A Sender ID record (`spf2.0/`) is published.",
    why: "Sender ID is historic: receivers of SPF ignore the record, and nobody else reads it.",
    bad: '@ TXT "spf2.0/pra include:_spf.example.net -all"',
    good: '@ TXT "v=spf1 a:mail.example.net -all"',
    refs: ["RFC 4406", "RFC 6686"],
  },
  check(name, report) {
    const found = name.spf.filter(({ node }) => senderIdOf(node) !== undefined);
    // A second record beside the one of SPF would void both (RFC 7208 section 4.5).
    const isAlone = found.length === name.spf.length && found.length === 1;
    for (const { record, node } of found) {
      const at = senderIdOf(node);
      if (at === undefined) continue;
      const convert: Fix = { title: "Write `v=spf1`", safe: false, edits: [{ record, at, text: "v=spf1" }] };
      report(
        { record, text: at },
        "Sender ID is historic: receivers ignore this record",
        { title: "Delete the record", safe: false, edits: [{ kind: "remove", record }] },
        ...(isAlone ? [convert] : []),
      );
    }
  },
};

/** The version of a Sender ID record. */
function senderIdOf({ version: { problems } }: SpfRecord): TextSpan | undefined {
  return problems.length === 0 ? undefined : problems.find(({ kind }) => kind === "sender-id")?.span;
}

/** Names of parts of a policy, which count where another record includes them. */
export const HELPER_NAME = /^(?:_|_?spf)/;

/** Owners that receivers of other mail standards look at; an SPF record below them belongs one or two labels up. */
export const OTHERS_OWNERS = /^(?:_dmarc|_smtp\._tls|_mta-sts|(?:.+\.)?_domainkey|(?:.+\.)?_bimi)\.(.+)$/;

const spfWrongOwnerUnderscore: DomainRule = {
  id: "spf-wrong-owner-underscore",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "An SPF record stands at a name that belongs to another mail standard.",
    why: "Receivers ask for SPF at the domain itself: this record is never found.",
    bad: '_dmarc TXT "v=spf1 mx -all"',
    good: GOOD,
    refs: ["RFC 7208 3", "RFC 8552"],
  },
  check({ own, at }, report) {
    const domain = OTHERS_OWNERS.exec(own.owner)?.[1];
    if (domain === undefined) return;
    const records = publishedSpf(own);
    // A name has one SPF record at most (section 4.5).
    const [there] = at(domain)?.spf ?? [];
    const mayMove = there === undefined && records.length === 1;
    for (const { record } of records) {
      const fix = mayMove
        ? {
            title: `Move it to ${shown(domain)}`,
            edits: [{ kind: "rename" as const, record, owner: domain }],
          }
        : { title: "Delete it", edits: [{ kind: "remove" as const, record }] };
      report(
        { record, part: "owner" },
        `Receivers ask for SPF at ${shown(domain)}, never at ${shown(own.owner)}`,
        { ...fix, safe: false },
        ...(there === undefined
          ? []
          : [{ place: { record: there.record, part: "record" as const }, message: "The SPF record there" }]),
      );
    }
  },
};

const spfAtCnameOwner: NameRule = {
  id: "spf-at-cname-owner",
  severity: "error",
  scope: "name",
  on: ["spf"],
  docs: {
    summary: "An SPF record shares its name with a CNAME.",
    why: "Nothing may stand beside a CNAME: servers refuse the zone, or follow the alias and never show the SPF record.",
    bad: 'mail CNAME host.example.net.\nmail TXT "v=spf1 mx -all"',
    good: 'mail A 192.0.2.1\nmail TXT "v=spf1 a -all"',
    refs: ["RFC 1034 3.6.2"],
  },
  check(name, report) {
    const alias = name.records.find(({ type }) => type === "CNAME");
    if (alias === undefined) return;
    for (const { record } of publishedSpf(name)) {
      report(
        { record, part: "record" },
        "Nothing may stand beside a CNAME: receivers follow the alias and do not see this SPF record",
        { title: "Delete the SPF record", safe: false, edits: [{ kind: "remove", record }] },
        { title: "Delete the CNAME", safe: false, edits: [{ kind: "remove", record: alias }] },
        { place: { record: alias, part: "record" }, message: "The CNAME stands here" },
      );
    }
  },
};

const spfWildcardRecord: NameRule = {
  id: "spf-wildcard-record",
  severity: "info",
  scope: "name",
  on: ["spf"],
  docs: {
    summary: "An SPF record stands at a wildcard.",
    why: "It also answers TXT questions for `_dmarc` and other names below that do not exist, and it does not cover names that have any other record.",
    bad: '* TXT "v=spf1 -all"',
    good: '@ TXT "v=spf1 -all"',
    refs: ["RFC 7208 3.5"],
  },
  check(name, report) {
    if (!name.owner.startsWith("*.")) return;
    const below = parentOf(name.owner) ?? ".";
    for (const { record } of publishedSpf(name)) {
      report(
        { record, part: "owner" },
        `This answers for every missing name below ${below}, \`_dmarc\` too, and for no name that exists`,
      );
    }
  },
};

const MOST_OCTETS = 450;
const SPF_ALONE = 512;

const spfRecordOver450: NameRule = {
  id: "spf-record-over-450",
  severity: "info",
  scope: "name",
  on: ["spf"],
  docs: {
    summary: "The name and its TXT records together have more than 450 octets.",
    why: "The answer to a TXT question may not fit a plain UDP packet of 512 octets. Move rarely needed texts to another name, or terms to a record that is included.",
    bad: `@ TXT "v=spf1 ip4:192.0.2.1 -all"\n@ TXT "${"x".repeat(220)}" "${"x".repeat(220)}"`,
    good: GOOD,
    refs: ["RFC 7208 3.4"],
  },
  check(name, report) {
    const [spf] = publishedSpf(name);
    if (spf === undefined || spf.node.source.text.length > SPF_ALONE) return;
    const octets = name.owner.length + octetsOf(name);
    if (octets <= MOST_OCTETS) return;
    // Above 512 it is the others that fill the answer, unless this record does so by itself.
    const isLong = name.owner.length + spf.node.source.text.length > MOST_OCTETS;
    if (!isLong && octetsOf(name) > SPF_ALONE) return;
    report(
      { record: spf.record, text: spf.node.version.span },
      `${octets} octets of TXT records at this name: the answer may not fit a plain UDP packet`,
    );
  },
};

/** SPF records as one name has them. */
export const SPF_NAME_RULES: readonly (NameRule | DomainRule)[] = [
  spfMultipleRecords,
  spfRrtype99,
  spfRrtype99Only,
  spfSenderIdRecord,
  spfWrongOwnerUnderscore,
  spfAtCnameOwner,
  spfWildcardRecord,
  spfRecordOver450,
];

/** What receivers take for SPF records: TXT alone, and identical ones are one (RFC 2181 section 5). */
export function publishedSpf(name: NameView): readonly Parsed<SpfRecord>[] {
  return name.spf.length === 0 ? name.spf : keptPublished(name);
}

const keptPublished = keptForLast(readPublished);

function readPublished(name: NameView): readonly Parsed<SpfRecord>[] {
  const seen = new Set<string>();
  return name.spf.filter(({ record, node }) => {
    if (record.type !== "TXT" || node.recognized !== true) return false;
    const rdata = `${node.source.text}\n${node.source.breaks.join(" ")}`;
    if (seen.has(rdata)) return false;
    seen.add(rdata);
    return true;
  });
}

function typedSpf(name: NameView): readonly DnsRecord[] {
  return name.records.filter(({ type }) => type === "SPF");
}
