import type { CompletionList } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import { classCode } from "../dns/mnemonics.ts";
import { absoluteName } from "../dns/names.ts";
import type { Span } from "../text/span.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { fieldAt, fieldValues, NAME_KINDS } from "./completion/fields.ts";
import { CLASSES, DIRECTIVES, recordTypes, SNIPPETS, TTLS } from "./completion/head.ts";
import { completionItem, type Proposal, plainProposal } from "./completion/item.ts";
import { policyNames, reportAddresses } from "./completion/known.ts";
import { hostNames, ownerNames } from "./completion/names.ts";
import { beginnings, mailProposals } from "./completion/texts.ts";
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
          ...ownerNames(document, typed, origin).filter(({ label }) => label !== "@"),
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
      return { proposals: directiveArguments(document, place.name, cursor.before, typed, origin), typed };
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
/** Types that make their owner another name: pointing to itself it is none. */
const ALIASES: ReadonlySet<string> = new Set(["CNAME", "DNAME"]);

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
  const own = ALIASES.has(type) ? ownerOf(document, cursor) : undefined;
  const others = own === undefined ? names : names.filter(({ label }) => absoluteName(label, origin) !== own);
  return { proposals: [...values, ...others], typed };
}

function inText(documents: readonly ZoneDocument[], document: ZoneDocument, cursor: Cursor): Proposed {
  const { word, before } = cursor;
  const text = unescaped([...before, word].map(({ raw }) => raw).join(""));
  const owner = ownerOf(document, cursor);
  if (!word.quoted && word.raw === "") {
    const first = before.length === 0 ? beginnings(owner) : [];
    return { typed: "", proposals: first.map((one) => ({ ...one, text: `"${one.text ?? one.label}"` })) };
  }
  const mail = mailProposals(text, textAfter(document, cursor, text), owner, {
    policies: () => policyNames(documents),
    hosts: () => hostNames(document, "", undefined).map(({ label }) => label.replace(/\.$/, "")),
    addresses: () => reportAddresses(documents),
  });
  const typed = text.length > word.raw.length ? "" : word.raw;
  if (mail === undefined) return { typed, proposals: /\s/.test(text) ? [] : beginnings(owner) };
  // A word that begins in the string before cannot be written anew from here.
  return mail.typed.length > unescaped(word.raw).length ? { typed: "", proposals: [] } : mail;
}

function unescaped(raw: string): string {
  return raw.replace(/\\(.)/g, "$1");
}

// What stands in the record behind the word at the cursor.
function textAfter(document: ZoneDocument, { word, rest }: Cursor, before: string): string {
  const text = document.recordAt(word.start)?.text?.text ?? "";
  return text.startsWith(before) ? text.slice(before.length + rest.end - rest.start) : "";
}

function ownerOf(document: ZoneDocument, { owner, offset, word }: Cursor): string | undefined {
  const stated = owner === undefined ? undefined : absoluteName(owner, originAt(document, offset));
  return stated ?? document.recordAt(word.start)?.owner;
}

function directiveArguments(
  document: ZoneDocument,
  name: string,
  before: Cursor["before"],
  typed: string,
  origin: string | undefined,
): readonly Proposal[] {
  const index = before.length;
  if (name === "$TTL" && index === 0) return TTLS;
  if (name === "$ORIGIN" && index === 0) return ownerNames(document, typed, origin);
  if (name === "$INCLUDE" && index === 1) return ownerNames(document, typed, origin);
  if (name === "$GENERATE" && index >= 2 && !hasType(before.slice(2))) return recordTypes();
  return [];
}

// In front of the type may stand a TTL and a class.
function hasType(words: Cursor["before"]): boolean {
  return words.some(({ raw }) => !/^[0-9]/.test(raw) && classCode(raw, 0, raw.length) < 0);
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
