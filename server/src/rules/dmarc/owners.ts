import { isUnrelated } from "../../mail/dmarc.ts";
import { textSpan } from "../../text/span.ts";
import type { NameRule } from "../rule.ts";
import { deletion, GOOD } from "./examples.ts";

const REPORT = "._report._dmarc.";
const AUTHORIZATION = 'example.net._report._dmarc TXT "v=DMARC1;"';

const dmarcUnrelatedTxt: NameRule = {
  id: "dmarc-unrelated-txt",
  severity: "info",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "A TXT record at `_dmarc` is no DMARC record.",
    why: "Receivers discard it. Whoever wants to read it looks elsewhere.",
    bad: '_dmarc TXT "hello"',
    good: GOOD,
    refs: ["RFC 9989 4.10"],
  },
  check(name, report) {
    if (!name.owner.startsWith("_dmarc.")) return;
    for (const { record, node } of name.dmarc) {
      if (!isUnrelated(node)) continue;
      report({ record, part: "rdata" }, "This is no DMARC record: receivers discard it", {
        title: "Delete it",
        // What was meant by it stands nowhere else.
        safe: false,
        edits: [{ kind: "remove", record }],
      });
    }
  },
};

const dmarcCname: NameRule = {
  id: "dmarc-cname",
  severity: "hint",
  scope: "name",
  on: ["service"],
  docs: {
    summary: "The DMARC record is kept elsewhere: `_dmarc` is an alias, or is delegated.",
    why: "Whoever runs the other name decides what happens to mail that fails.",
    bad: "_dmarc CNAME example.com.dmarc.example.net.",
    good: GOOD,
    refs: ["RFC 9989 4.5"],
  },
  check(name, report) {
    if (!name.owner.startsWith("_dmarc.")) return;
    const alias = name.records.find(({ type }) => type === "CNAME" || type === "NS");
    if (alias === undefined) return;
    const target = alias.rdata.fields.at(-1)?.text.replace(/\.$/, "") ?? "another name";
    report(
      { record: alias, part: "rdata" },
      alias.type === "NS"
        ? `The DMARC record is kept by the name servers of another zone (\`${target}\`)`
        : `The DMARC record is kept at \`${target}\`: whoever runs it sets the policy`,
    );
  },
};

const dmarcReportRecordVersion: NameRule = {
  id: "dmarc-report-record-version",
  severity: "error",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "A record below `_report._dmarc` does not begin with `v=DMARC1`.",
    why: "It is there to accept another domain's reports. Senders of reports discard it, and do not send them.",
    bad: 'example.net._report._dmarc TXT "ok"',
    good: AUTHORIZATION,
    refs: ["RFC 9990 4"],
  },
  check(name, report) {
    if (!name.owner.includes(REPORT)) return;
    for (const { record, node } of name.dmarc) {
      if (node.recognized !== false) continue;
      const { text } = node.source;
      // Where the reports go instead is kept.
      const kept = node.list.tags.filter(({ name, value }) => /^ru[af]$/i.test(name) && value !== "");
      const tags = ["v=DMARC1", ...kept.map(({ trimmed }) => text.slice(trimmed.start, trimmed.end))];
      report(
        { record, part: "rdata" },
        "This does not begin with `v=DMARC1`: the reports it is to accept are not sent",
        {
          title: "Write `v=DMARC1;`",
          safe: false,
          edits: [{ at: textSpan(0, text.length), text: `${tags.join("; ")};` }],
        },
      );
    }
  },
};

const dmarcReportRecordPolicy: NameRule = {
  id: "dmarc-report-record-policy",
  severity: "hint",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "A record that accepts reports names a policy.",
    why: "It only says that reports may come; `p`, `sp` and `np` mean nothing here.",
    bad: 'example.net._report._dmarc TXT "v=DMARC1; p=none"',
    good: AUTHORIZATION,
    refs: ["RFC 9989 4.7"],
  },
  check(name, report) {
    if (!name.owner.includes(REPORT)) return;
    for (const { record, node } of name.dmarc) {
      if (node.recognized !== true) continue;
      for (const tag of ["p", "sp", "np"].map((one) => node.tags.get(one))) {
        if (tag === undefined) continue;
        report(
          { record, text: tag.trimmed },
          `\`${tag.name}\` means nothing in a record that accepts reports`,
          { ...deletion(node, tag, `Delete \`${tag.name}\``), safe: true },
        );
      }
    }
  },
};

const dmarcReportRecordOverrideHost: NameRule = {
  id: "dmarc-report-record-override-host",
  severity: "error",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "A record that accepts reports sends them on to another host.",
    why: "It may only name another address at the same host. Reports to other hosts are not sent at all.",
    bad: 'example.net._report._dmarc TXT "v=DMARC1; rua=mailto:a@elsewhere.example.org"',
    good: 'example.net._report._dmarc TXT "v=DMARC1; rua=mailto:a@example.com"',
    refs: ["RFC 9990 4"],
  },
  check(name, report) {
    const at = name.owner.indexOf(REPORT);
    if (at < 0) return;
    const host = name.owner.slice(at + REPORT.length).replace(/\.$/, "");
    for (const { record, node } of name.dmarc) {
      if (node.recognized !== true || node.source.hasHoles) continue;
      for (const uri of [...node.rua, ...node.ruf]) {
        if (uri.host === undefined || uri.host === host) continue;
        report(
          { record, text: uri.span },
          `Only addresses at ${host} may stand here: reports to ${uri.host} are not sent`,
        );
      }
    }
  },
};

const dmarcReportWildcard: NameRule = {
  id: "dmarc-report-wildcard",
  severity: "info",
  scope: "name",
  on: ["dmarc"],
  docs: {
    summary: "`*._report._dmarc` accepts reports about every domain.",
    why: "Anybody can have reports sent here, in any number. Who offers reports as a service wants that; others name the domains one by one.",
    bad: '*._report._dmarc TXT "v=DMARC1"',
    good: AUTHORIZATION,
    refs: ["RFC 9990 4"],
  },
  check(name, report) {
    if (!name.owner.startsWith(`*${REPORT}`)) return;
    const [first] = name.dmarc.filter(({ node }) => node.recognized === true);
    if (first === undefined) return;
    report({ record: first.record, part: "owner" }, "Anybody can have DMARC reports sent here");
  },
};

/** What stands at `_dmarc` and below `_report._dmarc`. */
export const DMARC_OWNER_RULES: readonly NameRule[] = [
  dmarcUnrelatedTxt,
  dmarcCname,
  dmarcReportRecordVersion,
  dmarcReportRecordPolicy,
  dmarcReportRecordOverrideHost,
  dmarcReportWildcard,
];
