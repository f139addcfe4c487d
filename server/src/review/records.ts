import type { DnsRecord } from "../dns/record.ts";
import { announcesSts, asksForTlsReports, STS_VERSION, TLSRPT_VERSION } from "../mail/fields.ts";
import { type Proof, proofIn } from "../mail/proofs.ts";
import { scanTags } from "../mail/tags.ts";
import { certificatesAfter } from "./caa.ts";
import { type ChangeKind, type ChangeSeverity, compareText, type Note } from "./change.ts";
import { halvesAt } from "./cuts.ts";
import { listed, type Phrase, plainName, say } from "./phrase.ts";
import { canonicalOf, contentOf, targetOf } from "./rdata.ts";
import type { Scope, Side } from "./snapshot.ts";
import { takeoverService } from "./takeover.ts";

/** Signatures and proofs that a signer derives from the rest of the zone. */
const DERIVED: ReadonlySet<string> = new Set(["RRSIG", "NSEC", "NSEC3"]);

/** The types whose change has a kind of its own. */
const OWN_KINDS: Readonly<Record<string, ChangeKind>> = {
  MX: "mx-changed",
  CAA: "caa-changed",
  NS: "ns-changed",
  DS: "ds-changed",
};

/** What one RRset lost and gained. */
interface Difference {
  readonly owner: string;
  readonly type: string;
  readonly base: readonly DnsRecord[];
  readonly head: readonly DnsRecord[];
  readonly lost: readonly DnsRecord[];
  readonly gained: readonly DnsRecord[];
  /** What is lost with it. */
  readonly effect: Phrase;
  /** The name whose delegation it is glue of. */
  readonly glue: string | undefined;
}

/**
 * Says what became of the records of a name that have no meaning of their own elsewhere.
 *
 * @param isMail whether a record has been reviewed as mail policy already
 */
export function reviewRecords(
  owner: string,
  scope: Scope,
  isMail: (record: DnsRecord) => boolean,
  note: Note,
): void {
  const of = (side: Side) => side.at(owner).filter((record) => !isMail(record));
  const base = of(scope.base);
  const head = of(scope.head);
  const lost = lostPolicy(owner, base, head);
  const types = new Set([...base, ...head].map(typeOf));
  for (const type of [...types].sort(compareText)) {
    if (DERIVED.has(type) || type === "SOA") continue;
    const of = (records: readonly DnsRecord[]) => records.filter((one) => typeOf(one) === type);
    const effect = type === "TXT" ? lost : [];
    const parts = (TWICE[type] ?? once)(owner, scope, base, head).map((part) => ({
      ...part,
      base: of(part.base),
      head: of(part.head),
    }));
    for (const { base, head, glue } of withoutRepeats(parts))
      reviewSet({ owner, type, base, head, effect, glue }, note);
  }
}

/** What senders see of a domain's encryption policy no more (RFC 8460 section 3, RFC 8461 section 3.1). */
function lostPolicy(owner: string, base: readonly DnsRecord[], head: readonly DnsRecord[]): Phrase {
  const about = POLICIES.find(({ at }) => owner.startsWith(at));
  if (about === undefined) return [];
  const counts = (records: readonly DnsRecord[]) => {
    if (records.some(({ type, text }) => type === "CNAME" || text?.hasHoles === true)) return undefined;
    const seen = records.filter(({ text }) => text !== undefined && about.version.test(text.text));
    const [only] = seen;
    return seen.length === 1 && only?.text !== undefined && about.holds(scanTags(only.text));
  };
  return counts(base) === true && counts(head) === false ? [about.effect] : [];
}

const POLICIES = [
  {
    at: "_mta-sts.",
    version: STS_VERSION,
    holds: announcesSts,
    effect: "; senders see no MTA-STS policy any more, and do not insist on encryption",
  },
  {
    at: "_smtp._tls.",
    version: TLSRPT_VERSION,
    holds: asksForTlsReports,
    effect: "; nobody sends reports about failed encryption any more",
  },
] as const;

/** Both sides of one of the sets that a name has of a type. */
interface Part {
  readonly base: readonly DnsRecord[];
  readonly head: readonly DnsRecord[];
  /** The name whose delegation they are glue of. */
  readonly glue?: string | undefined;
}

type Parts = (
  owner: string,
  scope: Scope,
  base: readonly DnsRecord[],
  head: readonly DnsRecord[],
) => readonly Part[];

const once: Parts = (_owner, _scope, base, head) => [{ base, head }];

/** The NS records of the zone above are others than those of the zone itself, also where they say the same. */
const delegations: Parts = (owner, scope, base, head) => {
  const halves = halvesAt(owner, scope);
  if (halves === undefined || halves.cut !== owner || (base.length === 0 && head.length === 0))
    return [{ base, head }];
  const { base: before, head: after } = halves;
  // Where the zone itself came or went, its SOA says so.
  return [
    { base: before.above, head: after.above },
    ...(halves.isKept ? [{ base: before.own, head: after.own }] : []),
  ];
};

/** Glue is no part of the zone that it leads to (RFC 1034 section 4.2.1). */
const addresses: Parts = (owner, scope, base, head) => {
  const halves = halvesAt(owner, scope);
  if (halves?.isKept !== true) return [{ base, head }];
  const { base: before, head: after, cut } = halves;
  return [
    { base: before.own, head: after.own },
    { base: before.above, head: after.above, glue: cut },
  ];
};

/** The types that a name may have in two zones. */
const TWICE: Readonly<Record<string, Parts>> = { NS: delegations, A: addresses, AAAA: addresses };

/** What glue lost and gained as the zone itself did is said once. */
function withoutRepeats(parts: readonly Part[]): readonly Part[] {
  const changeIn = ({ base, head }: Part) =>
    JSON.stringify([missing(base, head).map(contentOf), missing(head, base).map(contentOf)]);
  const [own] = parts;
  return parts.filter(
    (part) => part.glue === undefined || own === undefined || changeIn(part) !== changeIn(own),
  );
}

function reviewSet(set: Omit<Difference, "lost" | "gained">, note: Note): void {
  const difference = { ...set, lost: missing(set.base, set.head), gained: missing(set.head, set.base) };
  if (difference.lost.length > 0 || difference.gained.length > 0) noteDifference(difference, note);
  noteTakeover(difference, note);
}

/** Type and class: a CH record is another one than the IN record of its name. */
function typeOf(record: DnsRecord): string {
  return record.class === "IN" ? record.type : `${record.class} ${record.type}`;
}

/** The records of one set that the other does not have, each once. What is not known is equal to nothing but itself unknown. */
function missing(from: readonly DnsRecord[], to: readonly DnsRecord[]): readonly DnsRecord[] {
  const there = new Set(to.map(contentOf));
  const found = new Map<string | undefined, DnsRecord>();
  for (const record of from) {
    const content = contentOf(record);
    if (!there.has(content) && !found.has(content)) found.set(content, record);
  }
  return [...found].sort(([a], [b]) => compareText(a ?? "", b ?? "")).map(([, record]) => record);
}

function noteDifference(difference: Difference, note: Note): void {
  const { owner, type, lost, gained, base, head, effect, glue } = difference;
  const where = glue === undefined ? [] : say`, in the glue of ${plainName(glue)}`;
  const places = { owner, subject: type, base: lost[0] ?? base[0], head: gained[0] ?? head[0] };
  const shown = { before: valuesOf(lost), after: valuesOf(gained), records: plainly(difference) };
  const own = OWN_KINDS[type];
  if (own !== undefined) {
    note({ ...places, ...shown, ...ownKind(own, difference) });
    return;
  }
  const worth = effect.length > 0 || gained.some(isBroken) ? "warning" : "info";
  const plain = (kind: ChangeKind, severity: ChangeSeverity, phrase: Phrase, at: object) =>
    note({
      owner,
      subject: glue === undefined ? type : `${type} glue`,
      kind,
      severity,
      phrase: [...phrase, ...where],
      ...shown,
      ...at,
    });
  if (lost.length === 0)
    plain(
      "record-added",
      worth,
      [...say`${type} ${valuesPhrase(gained)} was added`, ...proven(gained), ...effect],
      { head: gained[0] },
    );
  else if (gained.length === 0)
    plain(
      "record-removed",
      "warning",
      [...say`${type} ${valuesPhrase(lost)} was removed`, ...unproven(lost), ...effect],
      {
        base: lost[0],
      },
    );
  else
    plain(
      "record-changed",
      worth,
      [
        ...say`${type} ${valuesPhrase(lost)} became ${valuesPhrase(gained)}`,
        ...proven(gained),
        ...unproven(lost),
        ...effect,
      ],
      { base: lost[0], head: gained[0] },
    );
}

/** The records of a set that came, went or are others now, where they mean nothing more. */
function plainly({ lost, gained, effect, glue }: Difference): readonly DnsRecord[] | undefined {
  const isPlain = effect.length === 0 && glue === undefined && proofsIn([...lost, ...gained]).length === 0;
  return isPlain ? (gained.length > 0 ? gained : lost) : undefined;
}

/** Who may do more now: those to whom a service gave the code that stands there. */
function proven(gained: readonly DnsRecord[]): Phrase {
  return proofsIn(gained).flatMap(({ service, forCertificate }) =>
    forCertificate
      ? ["; a certificate authority may issue to whoever asked for it"]
      : [`; whoever ${service ?? "a service"} gave this code to may manage the domain there`],
  );
}

function unproven(lost: readonly DnsRecord[]): Phrase {
  return proofsIn(lost).flatMap(({ service, forCertificate }) =>
    forCertificate
      ? []
      : [`; ${service ?? "a service"} no longer sees who runs the domain, should it look again`],
  );
}

function proofsIn(records: readonly DnsRecord[]): readonly Proof[] {
  return records.flatMap(({ owner, text }) =>
    owner === undefined || text === undefined || text.hasHoles ? [] : (proofIn(owner, text.text) ?? []),
  );
}

function ownKind(
  kind: ChangeKind,
  difference: Difference,
): { readonly kind: ChangeKind; readonly severity: ChangeSeverity; readonly phrase: Phrase } {
  const { type, lost, gained, base, head } = difference;
  if (kind === "mx-changed" && isNullMx(head)) {
    // Whatever its preference, nothing is delivered there.
    if (isNullMx(base)) return { kind, severity: "info", phrase: say`the null MX is written another way` };
    return {
      kind: "mx-null",
      severity: "warning",
      phrase: say`a null MX: this domain takes no mail at all any more`,
    };
  }
  const phrase =
    lost.length === 0
      ? say`${type} ${valuesPhrase(gained)} was added`
      : gained.length === 0
        ? say`${type} ${valuesPhrase(lost)} was removed`
        : say`${type} ${valuesPhrase(lost)} became ${valuesPhrase(gained)}`;
  return { kind, severity: "warning", phrase: [...phrase, ...consequence(kind, difference)] };
}

function isNullMx(records: readonly DnsRecord[]): boolean {
  return records.length === 1 && records.every((record) => targetOf(record) === ".");
}

function consequence(kind: ChangeKind, { base, head }: Difference): Phrase {
  if (kind === "mx-changed")
    return head.length === 0 ? ["; mail is delivered to the domain's own address, if it has one"] : [];
  if (kind === "ds-changed") return head.length === 0 ? ["; the zone is no longer secured by DNSSEC"] : [];
  if (kind === "ns-changed") return head.length === 0 ? ["; nobody is asked for these names any more"] : [];
  return certificatesAfter(base, head);
}

function valuesPhrase(records: readonly DnsRecord[]): Phrase {
  return listed(
    records.map(
      (record) =>
        canonicalOf(record) ?? (isBroken(record) ? "a value that cannot be read" : "a value not known here"),
    ),
  );
}

function isBroken({ text, rdata }: DnsRecord): boolean {
  return text === undefined && rdata.canonical === undefined && rdata.problems.length > 0;
}

function valuesOf(records: readonly DnsRecord[]): string | undefined {
  if (records.length === 0) return undefined;
  return records.map((record) => canonicalOf(record) ?? "?").join(", ");
}

/** An alias to a service where whoever asks first gets a released name. */
function noteTakeover({ owner, type, gained }: Difference, note: Note): void {
  if (type !== "CNAME") return;
  for (const record of gained) {
    const target = targetOf(record);
    const service = target === undefined ? undefined : takeoverService(target);
    if (target === undefined || service === undefined) continue;
    const phrase = say`${plainName(target)} is a host of ${[service]}: should it be given up there, whoever claims it next answers for this name`;
    note({
      kind: "dangling",
      severity: "info",
      owner,
      subject: `CNAME ${target}`,
      phrase,
      after: target,
      head: record,
    });
  }
}
