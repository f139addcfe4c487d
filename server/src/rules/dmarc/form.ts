import { textSpan } from "../../text/span.ts";
import { idleDeletion, isSole, type Row, removal, replace, rulesOf } from "./examples.ts";

const RUA = "; rua=mailto:dmarc@example.com";
const LONGEST = 450;

const ROWS: readonly Row[] = [
  {
    id: "dmarc-literal-backslash",
    severity: "error",
    summary: "A backslash is part of the published value.",
    why: "A zone file needs no backslash before `;` inside quotes; this one is published, so that the value in front of it ends in `\\` and is none that receivers know.",
    bad: "v=DMARC1\\\\; p=reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 1035 5.1", "RFC 9989 4.8"],
    check(dmarc, report) {
      if (!dmarc.source.text.includes("\\")) return;
      const edits = [...dmarc.source.text.matchAll(/\\+(?=[ \t]*(?:;|$))/g)].map((match) => ({
        at: textSpan(match.index, match.index + match[0].length),
        text: "",
      }));
      const [first] = edits;
      if (first === undefined) return;
      report(first.at, "This backslash is published: receivers read it as part of the value", {
        title: edits.length === 1 ? "Delete the backslash" : "Delete the backslashes",
        safe: false,
        edits,
      });
    },
  },
  {
    id: "dmarc-trailing-space-value",
    severity: "warning",
    summary: "A space ends the record.",
    why: "By the grammar it belongs to the last value, and `reject` with a space is no policy. Most receivers cut it off, a strict one need not.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com ",
    refs: ["RFC 9989 4.8", "RFC 9989 4.10.1"],
    check(dmarc, report) {
      const last = dmarc.list.segments.at(-1);
      if (last?.kind !== "tag" || last.separator !== undefined || last.value === "") return;
      const at = textSpan(last.trimmed.end, last.span.end);
      if (at.start === at.end || last === dmarc.list.segments[0]) return;
      report(at, `By the grammar this space is part of \`${last.name}\``, replace("Delete it", at, ""));
    },
  },
  {
    id: "dmarc-record-over-450",
    severity: "info",
    summary: "The record is longer than 450 octets.",
    why: "With its name and the rest of the answer it may not fit into a plain UDP packet of 512 octets; some resolvers and firewalls lose what is longer.",
    bad: `v=DMARC1; p=reject; rua=${addresses(8)}`,
    owner: "; dnslens-ignore-file dmarc-uri-many\n_dmarc",
    refs: ["RFC 7208 3.4"],
    check({ source }, report) {
      const { length } = source.text;
      if (length <= LONGEST) return;
      report(
        textSpan(LONGEST, length),
        `The record has ${length} octets: answers over 512 get lost on the way to some receivers`,
      );
    },
  },
  {
    id: "dmarc-p-not-second",
    severity: "hint",
    summary: "`p` does not stand right behind the version.",
    why: "RFC 9989 takes tags in any order; receivers that still follow RFC 7489 want `p` second, and may ignore the record.",
    bad: "v=DMARC1; rua=mailto:dmarc@example.com; p=reject",
    refs: ["RFC 7489 6.3", "RFC 9989 4.8"],
    check(dmarc, report) {
      const p = dmarc.tags.get("p");
      const [v] = dmarc.list.segments;
      const second = dmarc.list.tags[1];
      if (dmarc.applies !== "policy" || p === undefined || v?.kind !== "tag" || second === p) return;
      if (second?.name.toLowerCase() === "v") return;
      const written = dmarc.source.text.slice(p.trimmed.start, p.trimmed.end);
      const at = textSpan(v.trimmed.end, v.trimmed.end);
      report(p.trimmed, "Older receivers want `p` right behind `v=DMARC1`", {
        title: `Move \`${written}\` behind \`v=DMARC1\``,
        safe: true,
        edits: [{ at, text: `; ${written}` }, removal(dmarc, p)],
      });
    },
  },
  {
    id: "dmarc-t-y-no-effect",
    severity: "hint",
    summary: "`t=y` stands in a record whose policies are all `none`.",
    why: "It asks for one level below the policy, and there is none below `none`.",
    bad: `v=DMARC1; p=none; t=y${RUA}`,
    owner: "; dnslens-ignore-file dmarc-p-none, dmarc-np-suggest\n_dmarc",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("t");
      if (tag === undefined || !dmarc.testing || dmarc.applies !== "policy") return;
      const policies = [dmarc.p, dmarc.sp, dmarc.np];
      if (policies.some((policy) => policy !== undefined && policy !== "none")) return;
      report(
        tag.trimmed,
        "There is no level below `none`: `t=y` does nothing",
        idleDeletion(dmarc, tag, "Delete `t=y`"),
      );
    },
  },
  {
    id: "dmarc-ruf-privacy",
    severity: "hint",
    summary: "The record asks for reports on single messages.",
    why: "They may hold parts of the message and addresses of people. Few receivers send them.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:dmarc@example.com",
    refs: ["RFC 9989 10.2", "RFC 9989 11.6", "RFC 9991 7"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("ruf");
      if (tag === undefined || tag.value === "" || dmarc.recognized !== true || !isSole(dmarc, tag)) return;
      const also = dmarc.tags.get("fo");
      const edits = [removal(dmarc, tag)];
      if (also !== undefined && !isNext(dmarc.list.segments, tag, also)) edits.push(removal(dmarc, also));
      report(tag.trimmed, "Reports on single messages show their content; few receivers send them", {
        title: "Delete `ruf`",
        safe: false,
        edits,
      });
    },
  },
];

/** How the record is put together, and tags that do nothing or too much. */
export const DMARC_FORM_RULES = rulesOf(ROWS);

function isNext(segments: readonly unknown[], a: unknown, b: unknown): boolean {
  return Math.abs(segments.indexOf(a) - segments.indexOf(b)) < 2;
}

function addresses(count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `mailto:dmarc-reports-of-receiver-${i}@reports.example.com`,
  ).join('," "');
}
