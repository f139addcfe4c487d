import { relativeTo } from "../../dns/names.ts";
import { encodeOctets } from "../../dns/octets.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { splitStrings } from "../../zone/strings.ts";
import { type PlainRecord, plainZones } from "./plain.ts";

/** How a record can be copied. */
export const COPY_FORMATS = {
  zone: "Zone line",
  route53: "Terraform: AWS Route 53 (aws_route53_record)",
  cloudflare: "Terraform: Cloudflare (cloudflare_dns_record)",
  google: "Terraform: Google Cloud DNS (google_dns_record_set)",
  azure: "Terraform: Azure DNS (azurerm_dns_..._record)",
} as const;

export type CopyFormat = keyof typeof COPY_FORMATS;

/** The records of one owner and type as another system writes them; undefined where they are not known well enough. */
export function copyAs(format: CopyFormat, records: readonly DnsRecord[]): string | undefined {
  const { zones, leftOut } = plainZones(records);
  const [zone] = zones;
  const [first] = zone?.records ?? [];
  if (zone === undefined || first === undefined || leftOut.length > 0) return undefined;
  const texts = records.flatMap(({ text }) => text?.text ?? []);
  const set: RecordSet = { ...first, origin: zone.origin, all: zone.records, texts };
  return FORMATS[format](set);
}

interface RecordSet extends PlainRecord {
  readonly origin: string;
  readonly all: readonly PlainRecord[];
  /** Decoded texts, for TXT. */
  readonly texts: readonly string[];
}

const DEFAULT_TTL = 3600;

const FORMATS: Readonly<Record<CopyFormat, (set: RecordSet) => string | undefined>> = {
  zone: ({ all }) =>
    all
      .map(({ owner, ttl, class: klass, type, rdata }) =>
        [owner, ...(ttl === undefined ? [] : [ttl]), klass, type, rdata].join("\t"),
      )
      .join("\n"),
  route53(set) {
    // The provider puts the outer quotes itself; strings are parted by `""` inside (terraform-provider-aws, route53_record).
    const records =
      set.type === "TXT"
        ? set.texts.map((text) => hcl(strings(text).join('""')))
        : set.all.map(({ rdata }) => hcl(rdata));
    return block("aws_route53_record", set, [
      ["zone_id", "var.zone_id"],
      ["name", hcl(plain(set.owner))],
      ["type", hcl(set.type)],
      ["ttl", String(set.ttl ?? DEFAULT_TTL)],
      ["records", list(records)],
    ]);
  },
  cloudflare(set) {
    return set.all
      .map((one, i) => {
        const priority = set.type === "MX" ? one.rdata.split(" ")[0] : undefined;
        const content =
          set.type === "TXT"
            ? strings(set.texts[i] ?? "")
                .map((piece) => `"${piece}"`)
                .join(" ")
            : plain(priority === undefined ? one.rdata : one.rdata.slice(priority.length + 1));
        return block(
          "cloudflare_dns_record",
          set,
          [
            ["zone_id", "var.zone_id"],
            ["name", hcl(plain(set.owner))],
            ["type", hcl(set.type)],
            ["ttl", String(set.ttl ?? DEFAULT_TTL)],
            ...(priority === undefined ? [] : [["priority", priority] as const]),
            ["content", hcl(content)],
          ],
          set.all.length > 1 ? `_${i + 1}` : "",
        );
      })
      .join("\n\n");
  },
  google(set) {
    return block("google_dns_record_set", set, [
      ["managed_zone", "var.managed_zone"],
      ["name", hcl(set.owner)],
      ["type", hcl(set.type)],
      ["ttl", String(set.ttl ?? DEFAULT_TTL)],
      ["rrdatas", list(set.all.map(({ rdata }) => hcl(rdata)))],
    ]);
  },
  azure(set) {
    const fields = AZURE[set.type];
    if (fields === undefined) return undefined;
    const head: [string, string][] = [
      ["name", hcl(relativeTo(set.owner, set.origin))],
      ["zone_name", hcl(plain(set.origin))],
      ["resource_group_name", "var.resource_group_name"],
      ["ttl", String(set.ttl ?? DEFAULT_TTL)],
    ];
    const type = `azurerm_dns_${set.type.toLowerCase()}_record`;
    if (fields === "records")
      return block(type, set, [...head, ["records", list(set.all.map(({ rdata }) => hcl(rdata)))]]);
    if (fields === "record") return block(type, set, [...head, ["record", hcl(plain(set.rdata))]]);
    const nested = set.all.map(({ rdata }, i) => {
      const values = set.type === "TXT" ? [set.texts[i] ?? ""] : rdata.split(" ");
      const lines = fields.map((field, j) => `    ${field} = ${hcl(plain(values[j] ?? ""))}`);
      return `  record {\n${lines.join("\n")}\n  }`;
    });
    return block(type, set, head, "", nested);
  },
};

/** What each of Azure's types calls its content. */
const AZURE: Readonly<Record<string, "records" | "record" | readonly string[]>> = {
  A: "records",
  AAAA: "records",
  NS: "records",
  PTR: "records",
  CNAME: "record",
  TXT: ["value"],
  MX: ["preference", "exchange"],
  SRV: ["priority", "weight", "port", "target"],
};

function block(
  type: string,
  { owner, type: rrtype, origin }: RecordSet,
  attributes: readonly (readonly [string, string])[],
  suffix = "",
  nested: readonly string[] = [],
): string {
  const width = Math.max(...attributes.map(([name]) => name.length));
  const lines = attributes.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`);
  const short = relativeTo(owner, origin);
  const label = `${short === "@" ? "apex" : short.replace(/\.$/, "")}_${rrtype.toLowerCase()}${suffix}`
    .replace(/\*/g, "wildcard")
    .replace(/[^a-zA-Z0-9_-]/g, "_")
    .replace(/^(?=[0-9-])/, "_");
  return [`resource "${type}" "${label}" {`, ...lines, ...nested, "}"].join("\n");
}

function strings(text: string): readonly string[] {
  return splitStrings(text).map(encodeOctets);
}

function list(values: readonly string[]): string {
  return values.length === 1
    ? `[${values[0]}]`
    : `[\n${values.map((value) => `    ${value},`).join("\n")}\n  ]`;
}

/** A string of Terraform's language: quotes, backslashes and what would begin an interpolation are escaped. */
function hcl(text: string): string {
  const inner = text.replace(/[\\"]/g, "\\$&").replace(/([$%])\{/g, "$1$1{");
  return `"${inner}"`;
}

function plain(name: string): string {
  return name.replace(/([^.])\.$/, "$1");
}
