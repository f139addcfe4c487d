import { CompletionItemKind } from "vscode-languageserver";
import { relativeTo } from "../../dns/names.ts";
import { FLAG } from "../../zone/block.ts";
import type { ZoneDocument } from "../../zone/document.ts";
import type { Proposal } from "./item.ts";

const TYPE_A = 1;
const TYPE_AAAA = 28;
const MOST = 200;

/** The names of a zone as its records write them, those that begin with `prefix`; the nearest forms first. */
export function ownerNames(
  document: ZoneDocument,
  prefix: string,
  origin: string | undefined,
): readonly Proposal[] {
  return names(document, prefix, origin, () => true);
}

/** The names of a zone that have an address: what MX, NS and SRV may point to. */
export function hostNames(
  document: ZoneDocument,
  prefix: string,
  origin: string | undefined,
): readonly Proposal[] {
  return names(document, prefix, origin, (type) => type === TYPE_A || type === TYPE_AAAA);
}

function names(
  document: ZoneDocument,
  prefix: string,
  origin: string | undefined,
  holds: (type: number) => boolean,
): readonly Proposal[] {
  const found = new Map<string, Set<string>>();
  const wanted = prefix.toLowerCase();
  for (const block of document.blocks) {
    const { flags, type, ownerRow, start } = block.columns;
    for (let row = 0; row < block.rows && found.size < MOST; row++) {
      if (((flags[row] ?? 0) & (FLAG.broken | FLAG.nameless)) !== 0 || !holds(type[row] ?? 0)) continue;
      const stating = ownerRow[row] ?? -1;
      if (stating >= 0 && !mayBegin(block.text, start[stating] ?? 0, wanted)) continue;
      const record = document.recordOf(block, row);
      const { owner } = record;
      if (owner === undefined) continue;
      const shown = shownAs(owner, wanted, origin);
      if (shown === undefined) continue;
      const types = found.get(shown) ?? new Set();
      found.set(shown, types.add(record.type));
    }
  }
  return [...found].map(([label, types]) => ({
    label,
    kind: CompletionItemKind.Reference,
    detail: [...types].join(", "),
    rank: 4,
  }));
}

// Below the origin a name is written without it, unless what is typed goes on where the short form has ended.
function shownAs(owner: string, wanted: string, origin: string | undefined): string | undefined {
  const short = origin === undefined ? owner : relativeTo(owner, origin);
  return [short, owner].find((form) => form.startsWith(wanted));
}

// Compared where it stands, as far as it is written: a hundred thousand names are looked at for each keystroke.
function mayBegin(text: string, at: number, prefix: string): boolean {
  for (let i = 0; i < prefix.length; i++) {
    const c = text.charCodeAt(at + i);
    // Behind the word, and where it is written otherwise than it is read, all may follow.
    if (c <= 0x20 || c === AT || c === BACKSLASH) return true;
    const lower = c >= 0x41 && c <= 0x5a ? c | 0x20 : c;
    if (lower !== prefix.charCodeAt(i)) return false;
  }
  return true;
}

const AT = 0x40;
const BACKSLASH = 0x5c;
