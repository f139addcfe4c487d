import { labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { typeRule } from "./fields.ts";

const PROTOCOLS: ReadonlySet<string> = new Set(["tcp", "udp", "tls", "sctp", "dccp", "quic"]);

/** Whether a service is published where programs look for it. */
export const zoneServiceOwner = typeRule(
  "zone-service-owner",
  ["SRV", "URI", "TLSA", "SMIMEA", "OPENPGPKEY"],
  {
    summary: "A record of a service stands at a name where nobody looks for it.",
    why: "Programs build the name they ask for: `_service._proto` for SRV and URI, `_port._proto` for TLSA, `._smimecert` and `._openpgpkey` for mail certificates. A record at another name is never asked for.",
    bad: "sip.tcp SRV 10 60 5060 sip.example.com.\nsip A 192.0.2.1",
    good: "_sip._tcp SRV 10 60 5060 sip.example.com.\nsip A 192.0.2.1",
    ref: "RFC 8552 1.1",
  },
  (record, report, { owner }) => {
    const shape = SHAPES[record.type];
    if (owner === undefined || shape === undefined) return;
    const labels = labelsOf(owner);
    if (shape.fits(labels)) return;
    const renamed = underscored(record, labels);
    const fixes =
      renamed === undefined
        ? []
        : [
            {
              title: `Rename to \`${renamed}\``,
              safe: false,
              edits: [{ kind: "rename" as const, owner: renamed }],
            },
          ];
    report(
      { record, part: "owner" },
      `Nobody asks for ${record.type} at this name: it begins with \`${shape.wanted}\``,
      ...fixes,
    );
  },
);

interface Shape {
  readonly wanted: string;
  fits(labels: readonly string[]): boolean;
}

/** Services that are often written where the number of their port belongs (IANA "Service Name and Transport Protocol Port Numbers"). */
const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  smtp: 25,
  smtps: 465,
  submission: 587,
  submissions: 465,
  imap: 143,
  imaps: 993,
  pop3: 110,
  pop3s: 995,
  ldap: 389,
  ldaps: 636,
};

const PAIR = (first: RegExp) => (labels: readonly string[]) =>
  labels[0] === "*" ||
  (first.test(labels[0] ?? "") && (labels[1] === undefined || labels[1].startsWith("_")));

const SHAPES: Readonly<Record<string, Shape>> = {
  SRV: { wanted: "_service._proto", fits: (labels) => PAIR(/^_/)(labels) || isInstance(labels) },
  URI: {
    wanted: "_service._proto",
    fits: (labels) => labels[0] === "*" || labels[0]?.startsWith("_") === true,
  },
  // Elsewhere it may be what an alias leads to (`tlsa201._dane`, RFC 7671 section 5.2).
  TLSA: {
    wanted: "_port._proto",
    fits: (labels) =>
      labels[0] === "*" ||
      (PAIR(/^_(?:[0-9]{1,5}|\*)$/)(labels) && !(Number(labels[0]?.slice(1)) > MOST_PORT)) ||
      (portOf(labels) === undefined &&
        labels.slice(0, 2).some((label) => /^_[a-z]/.test(label) && !isProtocol(label))),
  },
  SMIMEA: {
    wanted: "hash._smimecert",
    fits: (labels) => labels[1] === "_smimecert" || labels[0] === "*" || PAIR(/^_[0-9]{1,5}$/)(labels),
  },
  OPENPGPKEY: {
    wanted: "hash._openpgpkey",
    fits: (labels) => labels[1] === "_openpgpkey" || labels[0] === "*",
  },
};

// One of the instances of a service that its PTR records list: what a person calls it (RFC 6763 section 4.1).
function isInstance([, service = "", proto = ""]: readonly string[]): boolean {
  return service.startsWith("_") && (proto === "_tcp" || proto === "_udp");
}

const MOST_PORT = 65_535;

// The port of a service that stands by its name before a protocol.
function portOf([first = "", second = ""]: readonly string[]): number | undefined {
  const service = first.slice(1);
  return first.startsWith("_") && isProtocol(second) && Object.hasOwn(PORTS, service)
    ? PORTS[service]
    : undefined;
}

function isProtocol(label: string): boolean {
  return PROTOCOLS.has(label.replace(/^_/, ""));
}

// The same name with the underscores that were forgotten; undefined where more than those is missing.
function underscored({ type }: DnsRecord, labels: readonly string[]): string | undefined {
  const [first = "", second = "", ...rest] = labels;
  if (type !== "SRV" && type !== "URI" && type !== "TLSA") return undefined;
  if (!isProtocol(second)) return undefined;
  const port = type === "TLSA" ? portOf(labels) : undefined;
  const name = `${[port === undefined ? first : String(port), second].map((label) => `_${label.replace(/^_/, "")}`).join(".")}.${rest.map((label) => `${label}.`).join("")}`;
  return SHAPES[type]?.fits(labelsOf(name)) === true ? name : undefined;
}
