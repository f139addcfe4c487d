import type { CompletionList } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import { absoluteName } from "../dns/names.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDmarc } from "../mail/dmarc.ts";
import type { Span } from "../text/span.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { fieldAt, fieldValues } from "./completion/fields.ts";
import { CLASSES, DIRECTIVES, recordTypes, SNIPPETS, TTLS } from "./completion/head.ts";
import { completionItem, type Proposal } from "./completion/item.ts";
import { hostNames, ownerNames } from "./completion/names.ts";
import { spfProposals } from "./completion/spf.ts";
import { tagProposals } from "./completion/tags.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import { rangeOf } from "./positions.ts";

/** Characters behind which an editor asks at once. */
export const COMPLETION_TRIGGERS = [" ", "\t", '"', ":", "=", ";", "$", ".", "@", "%"] as const;

/** So many items tell a person nothing more. */
const MOST = 400;

/** What the editor of the client can do with a completion. */
export interface CompletionAbilities {
  /** Knows the command that asks for suggestions again. */
  readonly suggestsAgain: boolean;
}

/**
 * What can be written at an offset: owners, TTLs, classes and types; the fields of a type; inside quoted strings the terms
 * and tags of mail records.
 * @param documents the document itself first
 */
export function completion(
  documents: readonly ZoneDocument[],
  offset: number,
  abilities: CompletionAbilities = { suggestsAgain: false },
): CompletionList {
  const [document] = documents;
  if (document === undefined) return { isIncomplete: false, items: [] };
  const cursor = cursorAt(document, offset);
  const { proposals, typed } = proposed(documents, document, cursor);
  const span: Span = { start: offset - typed.length, end: cursor.rest.end };
  const range = rangeOf(document, span);
  const items = proposals.slice(0, MOST).map((proposal, i) => {
    const { goesOn, ...plain } = proposal;
    return completionItem(abilities.suggestsAgain ? proposal : plain, range, i);
  });
  return { isIncomplete: proposals.length > MOST || proposals.some(({ rank }) => rank === 4), items };
}

interface Proposed {
  readonly proposals: readonly Proposal[];
  /** What stands before the cursor and is replaced. */
  readonly typed: string;
}

function proposed(documents: readonly ZoneDocument[], document: ZoneDocument, cursor: Cursor): Proposed {
  const { place, word } = cursor;
  const typed = word.quoted ? "" : word.raw;
  const origin = originAt(document, cursor.offset);
  switch (place.kind) {
    case "comment":
      return { proposals: [], typed };
    case "owner":
      if (typed.startsWith("$")) return { proposals: DIRECTIVES, typed };
      return {
        proposals: [
          { label: "@", kind: CompletionItemKind.Reference, detail: origin ?? "the origin", rank: 1 },
          ...ownerNames(document, typed, origin),
          ...SERVICE_NAMES,
          ...DIRECTIVES,
          ...SNIPPETS,
        ],
        typed,
      };
    case "head":
      return {
        proposals: [...recordTypes(), ...(place.class ? [] : CLASSES), ...(place.ttl ? [] : TTLS)],
        typed,
      };
    case "directive":
      return { proposals: directiveArguments(document, place.name, place.index, typed, origin), typed };
    case "rdata":
      return inRdata(documents, document, cursor, place.type, place.index);
  }
}

/** Owners with a meaning of their own. */
const SERVICE_NAMES: readonly Proposal[] = [
  ["_dmarc", "The DMARC policy of the domain"],
  ["_mta-sts", "That mail to the domain must be encrypted (RFC 8461)"],
  ["_smtp._tls", "Where reports on TLS go (RFC 8460)"],
  ["default._bimi", "The logo that mail programs may show"],
].map(([label = "", detail = ""]) => ({ label, kind: CompletionItemKind.Constant, detail, rank: 6 }));

const TEXT_TYPES: ReadonlySet<string> = new Set(["TXT", "SPF"]);
/** Kinds of field that hold a name of a host; names of other kinds may be anything. */
const HOST_TYPES: ReadonlySet<string> = new Set(["MX", "NS", "SRV", "AFSDB", "KX", "HTTPS", "SVCB"]);
const NAME_KINDS: ReadonlySet<string> = new Set(["host", "name"]);

function inRdata(
  documents: readonly ZoneDocument[],
  document: ZoneDocument,
  cursor: Cursor,
  type: string,
  index: number,
): Proposed {
  const { word, before } = cursor;
  const typed = word.raw;
  if (TEXT_TYPES.has(type)) return inText(documents, document, cursor);
  const field = fieldAt(type, index);
  if (field === undefined) return { proposals: [], typed };
  const origin = originAt(document, cursor.offset);
  const values = fieldValues(
    type,
    field,
    before.map(({ raw }) => raw),
  );
  const quoted = word.quoted;
  if (quoted) {
    // The quotes stand there already.
    const inside = values.map((value) => ({
      ...value,
      text: (value.text ?? value.label).replace(/^"|"$/g, ""),
    }));
    return { proposals: inside, typed };
  }
  if (!NAME_KINDS.has(field.kind)) return { proposals: values, typed };
  const names = HOST_TYPES.has(type)
    ? hostNames(document, typed, origin)
    : ownerNames(document, typed, origin);
  return { proposals: [...values, ...names], typed };
}

function inText(documents: readonly ZoneDocument[], document: ZoneDocument, cursor: Cursor): Proposed {
  const { word, before } = cursor;
  const text = [...before.map(({ raw }) => raw), word.raw].join("").replace(/\\(.)/g, "$1");
  if (!word.quoted && word.raw === "" && before.length === 0) {
    return {
      typed: "",
      proposals: VERSIONS.map((version) => ({ ...version, text: `"${version.text ?? version.label}"` })),
    };
  }
  if (!word.quoted && word.raw === "") return { typed: "", proposals: [] };
  const owner =
    cursor.owner === undefined ? undefined : absoluteName(cursor.owner, originAt(document, cursor.offset));
  const record = document.recordAt(word.start);
  switch (familyOf(text, owner ?? record?.owner)) {
    case "spf":
      if (!/^v=spf1 /i.test(text)) break;
      return spfProposals(text, {
        // A record that includes itself is broken.
        policies: () => policyNames(documents).filter((name) => `${name}.` !== (owner ?? record?.owner)),
        hosts: () => hostNames(document, "", undefined).map(({ label }) => label.replace(/\.$/, "")),
      });
    case "dmarc":
    case "dmarcReport":
      return tagProposals("dmarc", text, () => reportAddresses(documents));
    case "dkim":
      return tagProposals("dkim", text, () => []);
    case "tlsrpt":
      return tagProposals("tlsrpt", text, () => reportAddresses(documents));
    case "mtasts":
      return tagProposals("mtasts", text, () => []);
    case "bimi":
      return tagProposals("bimi", text, () => []);
    default:
  }
  return { typed: text.length > word.raw.length ? "" : word.raw, proposals: /\s/.test(text) ? [] : VERSIONS };
}

/** How the text of each kind of mail record begins. */
const VERSIONS: readonly Proposal[] = [
  ["v=spf1", "Who may send mail as the domain (SPF)", "v=spf1 "],
  ["v=DMARC1", "What becomes of mail that fails (DMARC)", "v=DMARC1; p="],
  ["v=DKIM1", "A key that verifies signatures (DKIM)", "v=DKIM1; k=rsa; p="],
  ["v=TLSRPTv1", "Where reports on TLS go", "v=TLSRPTv1; rua=mailto:"],
  ["v=STSv1", "Mail to the domain must be encrypted (MTA-STS)", "v=STSv1; id="],
  ["v=BIMI1", "The logo that mail programs may show", "v=BIMI1; l=https://"],
].map(([label = "", detail = "", text = ""], i) => ({
  label,
  kind: CompletionItemKind.Constant,
  detail,
  text,
  rank: 1 + Math.floor(i / 3),
}));

const MOST_POLICIES = 100;

/** The names of the workspace that have an SPF record, without their final dots. */
function policyNames(documents: readonly ZoneDocument[]): readonly string[] {
  return texts(documents, /v=spf1\b/gi, (owner) => owner.replace(/\.$/, ""));
}

function reportAddresses(documents: readonly ZoneDocument[]): readonly string[] {
  return [
    ...new Set(
      texts(documents, /v=DMARC1\b/g, (_, record) =>
        record.text === undefined
          ? undefined
          : parseDmarc(record.text)
              .rua.find(({ valid, scheme }) => valid && scheme === "mailto")
              ?.text.slice(7),
      ),
    ),
  ];
}

function texts(
  documents: readonly ZoneDocument[],
  pattern: RegExp,
  say: (owner: string, record: NonNullable<ReturnType<ZoneDocument["recordAt"]>>) => string | undefined,
): readonly string[] {
  const found = new Set<string>();
  for (const document of documents) {
    for (const block of document.blocks) {
      for (const { index } of block.text.matchAll(pattern)) {
        if (found.size >= MOST_POLICIES) return [...found];
        const record = document.recordAt(block.start + index);
        const shown = record?.owner === undefined ? undefined : say(record.owner, record);
        if (shown !== undefined) found.add(shown);
      }
    }
  }
  return [...found];
}

function directiveArguments(
  document: ZoneDocument,
  name: string,
  index: number,
  typed: string,
  origin: string | undefined,
): readonly Proposal[] {
  if (name === "$TTL" && index === 0) return TTLS;
  if (name === "$ORIGIN" && index === 0) return ownerNames(document, typed, origin);
  if (name === "$INCLUDE" && index === 1) return ownerNames(document, typed, origin);
  if (name === "$GENERATE" && index >= 2) return recordTypes();
  return [];
}

/** The origin in effect at an offset. */
export function originAt(document: ZoneDocument, offset: number): string | undefined {
  const block = document.blocks.findLast(({ start }) => start <= offset);
  if (block === undefined) return document.origin;
  let { origin } = block.entry;
  for (const { kind, args, start } of block.directives) {
    if (block.start + start >= offset) break;
    if (kind === "$ORIGIN") origin = absoluteName(args[0]?.raw ?? "", origin) ?? origin;
  }
  return origin;
}
