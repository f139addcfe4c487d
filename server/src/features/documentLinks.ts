import type { DocumentLink } from "vscode-languageserver";
import { URI, Utils } from "vscode-uri";
import type { RecordDocument } from "../dns/document.ts";
import { ZoneDocument } from "../zone/document.ts";
import { rangeOf } from "./positions.ts";

const MOST = 1000;

/** What can be opened: the file of each `$INCLUDE`, and the mail addresses that reports go to, in zones and in Terraform. */
export function documentLinks(document: RecordDocument): readonly DocumentLink[] {
  if (!(document instanceof ZoneDocument)) return mailLinks(document, document.text(), 0, MOST);
  const links: DocumentLink[] = [];
  for (const block of document.blocks) {
    for (const { kind, args } of block.directives) {
      const [file] = args;
      if (kind !== "$INCLUDE" || file === undefined) continue;
      const range = rangeOf(document, { start: block.start + file.start, end: block.start + file.end });
      const target = besides(document.uri, file.raw);
      if (target !== undefined) links.push({ range, target, tooltip: "Open the included file" });
    }
    links.push(...mailLinks(document, block.text, block.start, MOST - links.length));
    if (links.length >= MOST) break;
  }
  return links;
}

function mailLinks(document: RecordDocument, text: string, at: number, most: number): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { index, 0: address } of text.matchAll(MAILTO)) {
    if (links.length >= most) break;
    const start = at + index;
    const range = rangeOf(document, { start, end: start + address.length });
    links.push({ range, target: address, tooltip: "Write to this address" });
  }
  return links;
}

// What is obsolete behind the address (`!10m`) does not belong to it.
const MAILTO = /mailto:[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;

/** The URI of a path as the name server's working directory would have it: beside the file that includes it. */
function besides(uri: string, path: string): string | undefined {
  try {
    const base = URI.parse(uri, true);
    if (base.scheme === "untitled") return undefined;
    const target = path.startsWith("/") ? base.with({ path }) : Utils.resolvePath(Utils.dirname(base), path);
    return target.toString();
  } catch {
    return undefined;
  }
}
