import type { CompletionList } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import { absoluteName } from "../dns/names.ts";
import type { Span } from "../text/span.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { fieldAt, fieldValues } from "./completion/fields.ts";
import { CLASSES, DIRECTIVES, recordTypes, SNIPPETS, TTLS } from "./completion/head.ts";
import { completionItem, type Proposal, plainProposal } from "./completion/item.ts";
import { policyNames, reportAddresses } from "./completion/known.ts";
import { hostNames, ownerNames } from "./completion/names.ts";
import { mailProposals, VERSIONS } from "./completion/texts.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import { lineSpan, rangeOf } from "./positions.ts";

/** Characters behind which an editor asks at once. */
export const COMPLETION_TRIGGERS = [" ", "\t", '"', ":", "=", ";", "$", ".", "@", "%"] as const;

/** So many items tell a person nothing more. */
const MOST = 400;

/** What the editor of the client can do with a completion. */
export interface CompletionAbilities {
  /** Knows the command that asks for suggestions again. */
  readonly suggestsAgain: boolean;
  /** Writes texts with places to be filled in. */
  readonly snippets: boolean;
}

/**
 * What can be written at an offset: owners, TTLs, classes and types; the fields of a type; inside quoted strings the terms
 * and tags of mail records.
 * @param documents the document itself first
 */
export function completion(
  documents: readonly ZoneDocument[],
  offset: number,
  abilities: CompletionAbilities = { suggestsAgain: false, snippets: true },
): CompletionList {
  const [document] = documents;
  if (document === undefined) return { isIncomplete: false, items: [] };
  const cursor = cursorAt(document, offset);
  const { proposals, typed } = proposed(documents, document, cursor);
  const span: Span = { start: offset - typed.length, end: cursor.rest.end };
  const range = rangeOf(document, span);
  const items = proposals.slice(0, MOST).map((proposal, i) => {
    const { goesOn, ...once } = abilities.snippets ? proposal : plainProposal(proposal);
    return completionItem(abilities.suggestsAgain && goesOn ? { ...once, goesOn } : once, range, i);
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
    case "owner": {
      // What goes on behind the cursor stays as it is.
      const { end } = cursor.rest;
      const isAlone =
        document.slice(end, lineSpan(document, document.positionAt(end).line).end).trim() === "";
      const directives = isAlone ? DIRECTIVES : DIRECTIVES.map(({ text, snippet, ...word }) => word);
      if (typed.startsWith("$")) return { proposals: directives, typed };
      return {
        proposals: [
          { label: "@", kind: CompletionItemKind.Reference, detail: origin ?? "the origin", rank: 1 },
          ...ownerNames(document, typed, origin),
          ...SERVICE_NAMES,
          ...directives,
          ...(isAlone ? SNIPPETS : []),
        ],
        typed,
      };
    }
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
    // The quotes stand there already; behind one, a parameter has its value.
    const inside = values
      .filter(({ snippet }) => snippet === undefined)
      .map((value) => ({
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
  const mail = mailProposals(text, owner ?? record?.owner, {
    policies: () => policyNames(documents),
    hosts: () => hostNames(document, "", undefined).map(({ label }) => label.replace(/\.$/, "")),
    addresses: () => reportAddresses(documents),
  });
  return (
    mail ?? {
      typed: text.length > word.raw.length ? "" : word.raw,
      proposals: /\s/.test(text) ? [] : VERSIONS,
    }
  );
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
