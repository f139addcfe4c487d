import type { TypeRule } from "../rule.ts";
import { fieldOf, numberOf, placeOf, rewrite, stringOf, typeRule } from "./fields.ts";
import { zoneServiceOwner } from "./serviceOwners.ts";

const SHA256 = "4CD8AC12345678901234567890123456789012345678901234567890ABCDEF01";

const zoneSvcbAliasParams = typeRule(
  "zone-svcb-alias-params",
  ["SVCB", "HTTPS"],
  {
    summary: "An alias (priority 0) has parameters.",
    why: "Priority 0 only says where to look next. Clients ignore its parameters, so what they say is lost; with another priority the record would describe the service.",
    bad: "@ HTTPS 0 www.example.net. alpn=h2",
    good: "@ HTTPS 1 www.example.net. alpn=h2",
    ref: "RFC 9460 2.4.2",
  },
  (record, report) => {
    const priority = fieldOf(record, "priority");
    const parameter = fieldOf(record, "parameter");
    if (priority?.text !== "0" || parameter === undefined) return;
    const last = record.rdata.fields.at(-1) ?? parameter;
    report(
      { record, source: { start: parameter.start, end: last.end } },
      "Priority 0 is an alias: clients ignore its parameters",
      rewrite(priority, "1", "Make it a service (priority `1`)"),
    );
  },
);

const zoneSvcbAliasSelf = typeRule(
  "zone-svcb-alias-self",
  ["SVCB", "HTTPS"],
  {
    summary: "An alias (priority 0) points to `.`, or to its own name.",
    why: "`.` says that the service does not exist, an alias of itself leads nowhere: clients do not connect. To describe the host itself, use priority 1.",
    bad: "@ HTTPS 0 .",
    good: "@ HTTPS 1 .",
    ref: "RFC 9460 2.5.1",
  },
  (record, report, { owner }) => {
    const priority = fieldOf(record, "priority");
    const target = fieldOf(record, "target");
    if (priority?.text !== "0" || target === undefined || fieldOf(record, "parameter") !== undefined) return;
    if (target.target === owner && owner !== ".") {
      report(
        placeOf(record, target),
        "The alias leads back to itself: clients do not connect",
        rewrite(priority, "1", "Describe the host itself (priority `1`)"),
        { severity: "warning" },
      );
      return;
    }
    if (target.text !== ".") return;
    report(
      placeOf(record, target),
      "Priority 0 with `.` says that there is no such service: clients do not connect",
      rewrite(priority, "1", "Describe the host itself (priority `1`)"),
    );
  },
  "info",
);

const zoneTlsaLength = typeRule(
  "zone-tlsa-length",
  ["TLSA", "SMIMEA"],
  {
    summary: "The digest of a TLSA record has not the length that its matching type makes.",
    why: "No certificate can match it. Clients that check DANE refuse the connection: mail to this host is not delivered by them.",
    bad: "_25._tcp.mail TLSA 3 1 2 4CD8AC12345678901234567890123456789012345678901234567890ABCDEF01\nmail A 192.0.2.1",
    good: `_25._tcp.mail TLSA 3 1 1 ${SHA256}\nmail A 192.0.2.1`,
    ref: "RFC 6698 2.1.4",
  },
  (record, report) => {
    const data = fieldOf(record, "data");
    const matching = fieldOf(record, "matching type");
    const length = MATCHING[matching?.text ?? ""];
    if (data === undefined || matching === undefined || length === undefined) return;
    if (data.text.length === length.octets * 2) return;
    const meant = Object.keys(MATCHING).find(
      (type) => (MATCHING[type]?.octets ?? 0) * 2 === data.text.length,
    );
    const fixes =
      meant === undefined
        ? []
        : [rewrite(matching, meant, `Write matching type \`${meant}\` (${MATCHING[meant]?.name})`)];
    report(
      placeOf(record, data),
      `Matching type ${matching.text} is ${length.name} with ${length.octets} octets, here are ${data.text.length / 2}: no certificate matches`,
      ...fixes,
    );
  },
);

const MATCHING: Readonly<Record<string, { readonly name: string; readonly octets: number }>> = {
  1: { name: "SHA-256", octets: 32 },
  2: { name: "SHA-512", octets: 64 },
};

const zoneTlsaValues = typeRule(
  "zone-tlsa-value-unknown",
  ["TLSA", "SMIMEA"],
  {
    summary: "A TLSA record has a usage, selector or matching type that is not assigned.",
    why: "Clients skip records that they do not understand: this one protects nothing.",
    bad: `_25._tcp.mail TLSA 4 1 1 ${SHA256}\nmail A 192.0.2.1`,
    good: `_25._tcp.mail TLSA 3 1 1 ${SHA256}\nmail A 192.0.2.1`,
    ref: "RFC 7218 2",
  },
  (record, report) => {
    for (const [name, most] of [
      ["usage", 3],
      ["selector", 1],
      ["matching type", 2],
    ] as const) {
      const field = fieldOf(record, name);
      if (field === undefined || Number(field.text) <= most || field.text === "255") continue;
      report(placeOf(record, field), `${field.text} is no ${name} (0 to ${most}): clients skip the record`);
    }
  },
);

const zoneNaptrFlags = typeRule(
  "zone-naptr-flags",
  ["NAPTR"],
  {
    summary: "The flags of a NAPTR record are not known.",
    why: "`S`, `A`, `U` and `P` are assigned, alone, or nothing. Programs skip a record with other flags.",
    bad: '@ NAPTR 100 10 "x" "E2U+sip" "" sip.example.com.\nsip A 192.0.2.1',
    good: '@ NAPTR 100 10 "a" "E2U+sip" "" sip.example.com.\nsip A 192.0.2.1',
    ref: "RFC 3403 4.1",
  },
  (record, report) => {
    const flags = fieldOf(record, "flags");
    if (flags === undefined || /^"[saup]?"$/i.test(flags.text)) return;
    report(
      placeOf(record, flags),
      `\`${stringOf(flags)}\` is no flag: \`S\`, \`A\`, \`U\`, \`P\` or nothing`,
    );
  },
);

const zoneNaptrBoth = typeRule(
  "zone-naptr-result",
  ["NAPTR"],
  {
    summary: "A NAPTR record has both a substitution and a replacement, or neither.",
    why: "One of the two makes the result; the other is empty or `.`. Programs treat a record with both, or with none, as an error.",
    bad: '@ NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" sip.example.com.\nsip A 192.0.2.1',
    good: '@ NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .',
    ref: "RFC 3403 4.1",
  },
  (record, report) => {
    const expression = fieldOf(record, "regexp");
    const replacement = fieldOf(record, "replacement");
    if (expression === undefined || replacement === undefined) return;
    const both = expression.text !== '""' && replacement.text !== ".";
    const neither = expression.text === '""' && replacement.text === ".";
    if (both) {
      report(
        placeOf(record, replacement),
        "Substitution and replacement exclude each other: programs treat the record as an error",
        rewrite(replacement, "."),
      );
    } else if (neither) {
      report(
        placeOf(record, expression),
        "Neither a substitution nor a replacement: the record has no result",
      );
    }
  },
);

const zoneUriScheme = typeRule(
  "zone-uri-syntax",
  ["URI"],
  {
    summary: "The target of a URI record is not a URI.",
    why: "A URI begins with a scheme such as `https:`. Programs cannot use anything else.",
    bad: '_http._tcp URI 10 1 "www.example.com/path"',
    good: '_http._tcp URI 10 1 "https://www.example.com/path"',
    ref: "RFC 7553 4.4",
  },
  (record, report) => {
    const target = fieldOf(record, "target");
    if (target === undefined) return;
    const text = stringOf(target);
    if (/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(text) && !/^[a-z0-9.-]+:[0-9]+(?:\/|$)/i.test(text)) return;
    const fixes = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[:/][\x21-\x7e]*)?$/i.test(text)
      ? [rewrite(target, `"https://${text}"`)]
      : [];
    report(
      placeOf(record, target),
      "This is no URI: it has to begin with a scheme such as `https:`",
      ...fixes,
    );
  },
);

const zoneAplHostBits = typeRule(
  "zone-apl-host-bits",
  ["APL"],
  {
    summary: "A network of an address prefix list has bits set behind its prefix.",
    why: "They are ignored or compared, depending on the program. Either the address or the length is not what was meant.",
    bad: "@ APL 1:192.0.2.1/24",
    good: "@ APL 1:192.0.2.0/24",
    ref: "RFC 3123 4",
  },
  (record, report) => {
    if (record.rdata.canonical === undefined) return;
    for (const field of record.rdata.fields) {
      const network = networkOf(field.text);
      if (network === undefined || network === field.text) continue;
      report(
        placeOf(record, field),
        `\`${field.text}\` has bits set behind its prefix: the network is \`${network}\``,
        rewrite(field, network),
      );
    }
  },
);

// An IPv4 item without the bits behind its prefix; undefined for IPv6.
function networkOf(item: string): string | undefined {
  const [, head = "", address = "", bits = ""] = /^(!?1:)([0-9.]+)\/([0-9]+)$/.exec(item) ?? [];
  if (head === "") return undefined;
  const octets = address.split(".").map((octet, i) => {
    const kept = Math.max(0, Math.min(8, Number(bits) - i * 8));
    return Number(octet) & (0xff << (8 - kept)) & 0xff;
  });
  return `${head}${octets.join(".")}/${bits}`;
}

const zoneGposRange = typeRule(
  "zone-gpos-range",
  ["GPOS"],
  {
    summary: "A GPOS record describes no place on earth.",
    why: "Longitude goes from -180 to 180, latitude from -90 to 90, as decimal numbers, in this order.",
    bad: "@ GPOS 116.8652 -132.6882 10.0",
    good: "@ GPOS 116.8652 -32.6882 10.0",
    ref: "RFC 1712 3",
  },
  (record, report) => {
    for (const [name, most] of [
      ["longitude", 180],
      ["latitude", 90],
      ["altitude", Number.POSITIVE_INFINITY],
    ] as const) {
      const field = fieldOf(record, name);
      if (field === undefined) continue;
      const text = stringOf(field);
      if (/^[-+]?[0-9]+(?:\.[0-9]*)?$/.test(text) && Math.abs(Number(text)) <= most) continue;
      report(
        placeOf(record, field),
        `\`${text.slice(0, 40)}\` is no ${name}: a decimal number${most === Number.POSITIVE_INFINITY ? "" : ` from -${most} to ${most}`}`,
      );
    }
  },
);

const zoneSrvPortZero = typeRule(
  "zone-srv-port-zero",
  ["SRV"],
  {
    summary: "An SRV record names port 0.",
    why: "Nothing listens on port 0: clients cannot connect. Where the service does not exist, the target is `.`.",
    bad: "_sip._tcp SRV 10 60 0 sip.example.com.\nsip A 192.0.2.1",
    good: "_sip._tcp SRV 10 60 5060 sip.example.com.\nsip A 192.0.2.1",
    ref: "RFC 2782",
  },
  (record, report) => {
    const port = fieldOf(record, "port");
    if (port === undefined || numberOf(record, "port") !== 0 || fieldOf(record, "target")?.text === ".")
      return;
    report(placeOf(record, port), "Port 0: nothing listens there, clients cannot connect");
  },
);

export const SERVICE_RULES: readonly TypeRule[] = [
  zoneSvcbAliasParams,
  zoneSvcbAliasSelf,
  zoneServiceOwner,
  zoneTlsaLength,
  zoneTlsaValues,
  zoneNaptrFlags,
  zoneNaptrBoth,
  zoneUriScheme,
  zoneAplHostBits,
  zoneGposRange,
  zoneSrvPortZero,
];
