import type { RecordDocument } from "../dns/document.ts";
import type { Change, ChangePlace } from "../review/change.ts";
import { diff } from "../review/diff.ts";
import { markdown } from "../review/markdown.ts";
import { fileWith, type ReviewFile, type Snapshot } from "../review/snapshot.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import { TerraformProject } from "../terraform/project.ts";
import { ZoneDocument } from "../zone/document.ts";
import { rangeOf } from "./positions.ts";

/** A file that may have changed, as the editor's version control has it on both sides; null where it is not there. */
export interface ReviewedFile {
  /** What both sides call it. */
  readonly path: string;
  /** Where each side is shown. */
  readonly uri: string;
  readonly baseUri: string;
  readonly base: string | null;
  readonly head: string | null;
}

/** A change and where an editor shows it. */
export interface ReviewedChange {
  readonly kind: string;
  readonly severity: string;
  readonly domain: string;
  readonly message: string;
  /** What both sides call the file. */
  readonly path: string | null;
  readonly head: ReviewedPlace | null;
  readonly base: ReviewedPlace | null;
}

interface ReviewedPlace {
  readonly uri: string;
  readonly range: ReturnType<typeof rangeOf>;
}

/** What the changed files mean, beside the documents that did not change, and the same as Markdown. */
export function reviewFiles(
  files: readonly ReviewedFile[],
  unchanged: readonly RecordDocument[],
): { readonly changes: readonly ReviewedChange[]; readonly markdown: string } {
  const changed = new Set(files.map(({ uri }) => uri));
  const others = unchanged
    .filter(({ uri }) => !changed.has(uri))
    .map((document) => ({ key: document.uri, document }));
  const base = sideOf(
    files.map(({ path, baseUri, base: text }) => ({ path, uri: baseUri, text })),
    others,
  );
  const head = sideOf(
    files.map(({ path, uri, head: text }) => ({ path, uri, text })),
    others,
  );
  const found = diff(base, head).map((change) => placed(change, base, head));
  const shown = found.map(({ change, reviewed }) => {
    const at = reviewed.head ?? reviewed.base;
    return {
      change,
      path: reviewed.path ?? undefined,
      line: at === null ? undefined : at.range.start.line + 1,
    };
  });
  return { changes: found.map(({ reviewed }) => reviewed), markdown: markdown(shown) };
}

interface SideText {
  readonly path: string;
  readonly uri: string;
  readonly text: string | null;
}

function sideOf(texts: readonly SideText[], others: readonly ReviewFile[]): Snapshot {
  const project = new TerraformProject();
  const own = texts.flatMap(({ path, uri, text }): readonly ReviewFile[] => {
    if (text === null) return [];
    // The origin of a zone and the folder of a module are told by the path, whatever the scheme of the URI hides.
    if (isTerraformFile(path)) return [{ key: path, document: project.open(uri, text) }];
    const known = new ZoneDocument(path, text).origin;
    return [
      { key: path, document: new ZoneDocument(uri, text, known === undefined ? {} : { origin: known }) },
    ];
  });
  return { files: [...own, ...others] };
}

function placed(change: Change, base: Snapshot, head: Snapshot) {
  const { kind, severity, domain, message } = change;
  const [after, before] = [placeIn(change.head, head), placeIn(change.base, base)];
  const reviewed: ReviewedChange = {
    kind,
    severity,
    domain,
    message,
    path: after?.key ?? before?.key ?? null,
    head: after?.place ?? null,
    base: before?.place ?? null,
  };
  return { change, reviewed };
}

function placeIn(at: ChangePlace | undefined, { files }: Snapshot) {
  const file = at === undefined ? undefined : fileWith(files, at.uri);
  if (at === undefined || file === undefined) return undefined;
  const document = file.document.included?.find(({ uri }) => uri === at.uri) ?? file.document;
  return { key: file.key, place: { uri: at.uri, range: rangeOf(document, at) } };
}
