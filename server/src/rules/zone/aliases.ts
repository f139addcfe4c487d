import type { DnsRecord } from "../../dns/record.ts";
import { typed } from "../../dns/typed.ts";
import type { OwnerView, ZoneRule } from "../rule.ts";
import { ofType, plain, type Row, rulesOf, targetPlace } from "./examples.ts";

/** Resolvers follow about this many aliases before they give up. */
const LONGEST = 16;

const TEXT: ReadonlySet<string> = new Set(["TXT", "CNAME"]);

const ROWS: readonly Row[] = [
  {
    id: "zone-cname-loop",
    severity: "error",
    summary: "A CNAME leads back to itself.",
    why: "Resolvers walk in a circle and answer SERVFAIL: the name does not work at all.",
    bad: "www CNAME www",
    good: "www CNAME www.example.net.",
    refs: ["RFC 1034 3.6.2", "RFC 1034 5.2.2"],
    check(name, report) {
      for (const { record, end, path } of walks(name)) {
        // Each name of the circle leads round it: the first of them tells.
        if (end !== name.owner || path.some((one) => one < name.owner)) continue;
        const way = [name.owner, ...path].map((one) => `\`${plain(one)}\``).join(" → ");
        report(
          targetPlace(name, record),
          `The alias leads back to itself (${way}): the name does not resolve`,
        );
      }
    },
  },
  {
    id: "zone-cname-chain",
    severity: "info",
    summary: "A CNAME points to another CNAME.",
    why: "Each alias on the way costs a lookup and can break by itself; RFC 1034 asks not to chain them.",
    bad: "www CNAME web\nweb CNAME www.example.net.",
    good: "www CNAME www.example.net.\nweb CNAME www.example.net.",
    refs: ["RFC 1034 3.6.2"],
    check(name, report) {
      for (const { record, end, path, next } of walks(name)) {
        if (next === undefined || end === undefined || path.length < 2 || path.includes(name.owner)) continue;
        if (path.indexOf(end) !== path.length - 1) continue;
        const target = name.zone.targetOf(record);
        report(
          targetPlace(name, record),
          `\`${plain(path[0] ?? "")}\` is an alias too: ${path.length} lookups end at \`${plain(end)}\``,
          { place: targetPlace(name, next), message: "The next alias stands here" },
          ...(target === undefined
            ? []
            : [
                {
                  title: `Point it to \`${plain(end)}\``,
                  safe: false,
                  edits: [{ kind: "field" as const, record, at: target.span, text: end }],
                },
              ]),
        );
      }
    },
  },
  {
    id: "zone-rp-text-missing",
    severity: "info",
    summary: "An RP record names a text that is not here.",
    why: "The second name says where more about the responsible person stands, in TXT records. Where there are none, `.` belongs there.",
    bad: "www RP admin.example.net. who",
    good: 'www RP admin.example.net. who\nwho TXT "Operations, +1 555 0100"',
    refs: ["RFC 1183 2.2"],
    check(name, report) {
      for (const record of ofType(name, "RP")) {
        const [, text] = name.zone.namesIn(record);
        if (text?.name === undefined || text.name === "." || !name.zone.lacks(text.name, TEXT)) continue;
        report(
          { record, source: text.span },
          `\`${plain(text.name)}\` has no TXT record: without a text, write \`.\``,
          { title: "Write `.`", safe: false, edits: [{ kind: "field", at: text.span, text: "." }] },
        );
      }
    },
  },
];

interface Walk {
  readonly record: DnsRecord;
  /** The names the alias leads through, as far as known; the last one is no alias, or was met before. */
  readonly path: readonly string[];
  readonly end: string | undefined;
  /** The alias at the first of them. */
  readonly next: DnsRecord | undefined;
}

// Where the CNAME records of a name lead.
function* walks(name: OwnerView): Iterable<Walk> {
  const { zone } = name;
  for (const record of ofType(name, "CNAME")) {
    const path: string[] = [];
    let next: DnsRecord | undefined;
    let at = zone.targetOf(record)?.name;
    while (at !== undefined && path.length < LONGEST) {
      const again = at === name.owner || path.includes(at);
      path.push(at);
      if (again) break;
      const [alias]: readonly DnsRecord[] = typed(zone.at(at) ?? [], "CNAME");
      if (alias === undefined) break;
      next ??= alias;
      at = zone.targetOf(alias)?.name;
    }
    yield { record, path, end: path.at(-1), next };
  }
}

/** Rules about where aliases lead, and other names that stand for more. */
export const ALIAS_RULES: readonly ZoneRule[] = rulesOf(ROWS);
