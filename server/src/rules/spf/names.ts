import type { NameRule } from "../rule.ts";

export const spfMultipleRecords: NameRule = {
  id: "spf-multiple-records",
  severity: "error",
  scope: "name",
  docs: {
    summary: "One name has more than one SPF record.",
    why: "Receivers answer permerror for every sender: none of the records counts.",
    bad: '@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    good: '@ TXT "v=spf1 mx ip4:192.0.2.1 -all"',
    refs: ["RFC 7208 3.2", "RFC 7208 4.5"],
  },
  check(name, report) {
    const found = name.spf.filter(({ node, record }) => node.recognized === true && record.type === "TXT");
    const [first, second] = found;
    if (first === undefined || second === undefined) return;
    report(
      { record: second.record, part: "rdata" },
      `${found.length} SPF records at one name: receivers answer permerror, none of them counts`,
      {
        place: { record: first.record, part: "rdata" },
        message: "The first one stands here",
      },
    );
  },
};
