import { keyTag } from "../../dns/dnskey.ts";
import type { DnsRecord } from "../../dns/record.ts";
import type { OwnerView, Place, ZoneRule } from "../rule.ts";
import { HEAD, ofType, plain } from "./examples.ts";

const signed = (owner: string, type: string) =>
  `${owner} RRSIG ${type} 13 ${owner === "@" ? 2 : 3} 3600 20380101000000 20260101000000 2371 example.com. oJB1W6WNGv8=\n`;
const TOP = ["SOA", "NS", "DNSKEY", "NSEC"].map((type) => signed("@", type)).join("");
const APEX = `${HEAD}@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==
@ NSEC www.example.com. NS SOA RRSIG NSEC DNSKEY
${TOP}`;
const WWW = `www A 192.0.2.1\n${signed("www", "A")}${signed("www", "NSEC")}`;
const UNCHAINED = APEX.split("\n")
  .filter((line) => !line.includes("NSEC"))
  .join("\n");
const REFS = ["RFC 4034 4.1.2", "RFC 4035 2.3"];

/** What the zone itself signs where it is delegated (RFC 4035 section 2.2), and what NSEC lists there (section 2.3). */
const SIGNED_AT_CUT: ReadonlySet<string> = new Set(["DS", "NSEC"]);
const LISTED_AT_CUT: ReadonlySet<string> = new Set(["NS", "DS", "NSEC", "RRSIG"]);

const zoneSignatureMissing: ZoneRule = {
  id: "zone-signature-missing",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A record of a signed zone has no signature.",
    why: "The zone was changed after it was signed: validating resolvers treat the record as forged, and its name cannot be reached until the zone is signed again.",
    bad: `${APEX}www A 192.0.2.1\nwww NSEC example.com. A RRSIG NSEC\n${signed("www", "NSEC")}`,
    good: `${APEX}${WWW}www NSEC example.com. A RRSIG NSEC\n`,
    refs: ["RFC 4035 2.2", "RFC 4035 2.3"],
  },
  check(name, report) {
    const state = stateOf(name);
    if (state === undefined) return;
    const unsigned = [...state.served].filter((type) => !state.signed.has(type));
    const first = name.records.find(({ type }) => unsigned.includes(type));
    if (first !== undefined) {
      report(
        { record: first, part: "record" },
        `No RRSIG record signs ${unsigned.join(", ")} here, and the zone is signed: validating resolvers take it for forged`,
      );
      return;
    }
    const [beside] = name.records;
    if (name.zone.signed === "nsec" && !state.types.has("NSEC") && beside !== undefined)
      report(
        { record: beside, part: "owner" },
        `\`${plain(name.owner)}\` has no NSEC record, and other names of the zone have: what is not here cannot be proven`,
      );
  },
};

const zoneNsecTypes: ZoneRule = {
  id: "zone-nsec-types",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "An NSEC record lists other types than stand at its name.",
    why: "Validating resolvers believe the list: they take for absent what it leaves out, and fail where it names a type that is not there.",
    bad: `${APEX}${WWW}www NSEC example.com. A TXT RRSIG NSEC\n`,
    good: `${APEX}${WWW}www NSEC example.com. A RRSIG NSEC\n`,
    refs: REFS,
  },
  check(name, report) {
    const state = stateOf(name);
    const nsec = state?.nsec;
    if (state === undefined || nsec === undefined) return;
    const { fields } = nsec.rdata;
    const listed = fields.slice(1).flatMap(({ text }) => text.split(" "));
    // Without a signature it is told as that; without any, signatures may have been left out.
    const missing = [...state.listable].filter(
      (type) => !listed.includes(type) && (!state.served.has(type) || state.signed.has(type)),
    );
    const extra = listed.filter(
      (type) => type !== "" && !state.listable.has(type) && (type !== "RRSIG" || state.types.has(type)),
    );
    const [from, to] = [fields[1], fields.at(-1)];
    if (missing.length + extra.length === 0 || from === undefined || to === undefined) return;
    const said = [
      ...(missing.length > 0 ? [`leaves out ${missing.join(", ")}`] : []),
      ...(extra.length > 0
        ? [`names ${extra.join(", ")}, which ${extra.length > 1 ? "are" : "is"} not here`]
        : []),
    ];
    report(
      { record: nsec, source: { start: from.start, end: to.end } },
      `The list of types ${said.join(", and ")}: validating resolvers believe it`,
    );
  },
};

const zoneNsecNext: ZoneRule = {
  id: "zone-nsec-next",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "An NSEC record leads to a name without one.",
    why: "The NSEC records of a zone lead from each name to the next one. Where one is gone the chain is broken, and validating resolvers cannot tell what does not exist.",
    bad: `${APEX}${WWW}www NSEC zzz.example.com. A RRSIG NSEC\n`,
    good: `${APEX}${WWW}www NSEC example.com. A RRSIG NSEC\n`,
    refs: ["RFC 4034 4.1.1", "RFC 4035 2.3"],
  },
  check(name, report) {
    const nsec = stateOf(name)?.nsec;
    const next = nsec?.rdata.fields[0];
    if (nsec === undefined || next?.target === undefined) return;
    if (name.zone.stated(next.target).some(({ type }) => type === "NSEC")) return;
    const place: Place = { record: nsec, source: { start: next.start, end: next.end } };
    report(place, `\`${plain(next.target)}\` has no NSEC record: the chain of names is broken here`);
  },
};

const zoneSignatureKey: ZoneRule = {
  id: "zone-signature-key",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A signature at the top of a zone was made with a key that the zone does not have.",
    why: "Validating resolvers take the keys from the zone. A signature of another key is of no use to them, and without a second one they treat what it signs as forged.",
    bad: UNCHAINED.replace(" 2371 ", " 54321 "),
    good: UNCHAINED,
    refs: ["RFC 4035 5.3.1"],
  },
  check(name, report) {
    const keys = ofType(name, "DNSKEY").map((key) => `${keyTag(key)} ${key.rdata.fields[2]?.text}`);
    if (name.owner !== name.zone.apex || stateOf(name) === undefined) return;
    const signatures = ofType(name, "RRSIG").map((record) => {
      const field = (wanted: string) => record.rdata.fields.find((one) => one.name === wanted);
      const tag = field("key tag");
      const isKnown = keys.includes(`${tag?.text} ${field("algorithm")?.text}`);
      return { record, tag, isKnown, covered: record.rdata.fields[0]?.text };
    });
    for (const { record, tag, isKnown, covered } of signatures) {
      // Of two that are there while keys change one is enough.
      const isSigned = signatures.some((other) => other.covered === covered && other.isKnown);
      if (isKnown || isSigned || tag === undefined) continue;
      const place: Place = { record, source: { start: tag.start, end: tag.end } };
      report(place, `The zone has no key with the tag ${tag.text} that this signature was made with`);
    }
  },
};

const zoneSignatureOrphan: ZoneRule = {
  id: "zone-signature-orphan",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A signature stands beside no record that it could sign.",
    why: "The record was taken out after the zone was signed. What proves that names and types do not exist still names it: validating resolvers fail until the zone is signed again.",
    bad: `${UNCHAINED}${signed("www", "A")}${signed("www", "TXT")}www TXT "x"\n`,
    good: `${UNCHAINED}${signed("www", "TXT")}www TXT "x"\n`,
    refs: ["RFC 4035 2.2", "RFC 4035 2.3"],
  },
  check(name, report) {
    const state = stateOf(name);
    // In a chain of NSEC records the list of types is told of, or that there is none.
    if (state === undefined || name.zone.signed === "nsec") return;
    for (const record of ofType(name, "RRSIG")) {
      const [covered] = record.rdata.fields;
      if (covered === undefined || state.types.has(covered.text)) continue;
      report({ record, part: "record" }, `This signs ${covered.text} records, and none is here`);
      return;
    }
  },
};

/** What a name of a signed zone has. */
interface State {
  readonly types: ReadonlySet<string>;
  /** Types whose records the zone answers with itself, and so signs. */
  readonly served: ReadonlySet<string>;
  readonly signed: ReadonlySet<string>;
  /** What an NSEC record says is here. */
  readonly listable: ReadonlySet<string>;
  readonly nsec: DnsRecord | undefined;
}

// Nothing of names outside a signed zone that is here as a whole, or below a delegation; what cannot be read is told as that.
function stateOf(name: OwnerView): State | undefined {
  const { signed: kind, whole, apex } = name.zone;
  if (kind === "no" || !whole || apex === undefined || name.cut !== undefined) return undefined;
  if (name.records.some(({ rdata }) => rdata.canonical === undefined)) return undefined;
  if (apex !== "." && name.owner !== apex && !name.owner.endsWith(`.${apex}`)) return undefined;
  const types = new Set(name.records.map(({ type }) => type));
  const isCut = types.has("NS") && name.owner !== apex;
  const within = (some: ReadonlySet<string>) => (type: string) => !isCut || some.has(type);
  const all = [...types];
  const nsecs = ofType(name, "NSEC");
  return {
    types,
    served: new Set(all.filter((type) => type !== "RRSIG").filter(within(SIGNED_AT_CUT))),
    signed: new Set(ofType(name, "RRSIG").map(({ rdata }) => rdata.fields[0]?.text ?? "")),
    listable: new Set(all.filter(within(LISTED_AT_CUT))),
    nsec: nsecs.length === 1 ? nsecs[0] : undefined,
  };
}

/** Rules about zones that were changed after they were signed. */
export const SIGNED_RULES: readonly ZoneRule[] = [
  zoneSignatureMissing,
  zoneSignatureKey,
  zoneSignatureOrphan,
  zoneNsecTypes,
  zoneNsecNext,
];
