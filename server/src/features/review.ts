import type { RecordDocument } from "../dns/document.ts";
import type { Change, ChangePlace } from "../review/change.ts";
import { diff } from "../review/diff.ts";
import { markdown } from "../review/markdown.ts";
import { fileWith, outermostFiles, type ReviewFile, type Snapshot } from "../review/snapshot.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import { TerraformProject } from "../terraform/project.ts";
import { baseName } from "../text/path.ts";
import { ZoneDocument } from "../zone/document.ts";
import { isZoneFileName, mayBeZoneFileName } from "../zone/fileName.ts";
import type { FileSource, Included } from "../zone/includes.ts";
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

/** Where the files that zones include and Terraform reads are looked for, and what is known of those that did not change. */
export interface ReviewAround {
  /** The URI of what an `$INCLUDE` names; undefined for a file that may not be read. */
  resolve(from: string, name: string): string | undefined;
  textOf(uri: string): string | undefined;
  /** The files that Terraform's functions read. */
  readonly dataFiles: ReadonlySet<string>;
  /** The origin that somebody gave a zone, whatever its text and its name say. */
  originOf(uri: string): string | undefined;
}

/** What a review answers. */
export interface Reviewed {
  readonly changes: readonly ReviewedChange[];
  readonly markdown: string;
  /** The files that the base side reads and nobody handed in: those that this change takes away count, if they are among them. */
  readonly missed: readonly string[];
}

/** What the changed files mean, beside the documents that did not change, and the same as Markdown. */
export function reviewFiles(
  files: readonly ReviewedFile[],
  documents: readonly RecordDocument[],
  around: ReviewAround,
): Reviewed {
  const changed = new Map(files.map((file) => [file.uri, file]));
  const unchanged = documents.filter(({ uri }) => !changed.has(uri));
  const missed = new Set<string>();
  const side = (which: "base" | "head") => {
    const source = sourceOf(new Map(files.map((file) => [file.uri, file[which]])), around, (uri) => {
      if (which === "base") missed.add(uri);
    });
    return sideOf(which, source, changed, unchanged, around);
  };
  const [base, head] = [side("base"), side("head")];
  const found = diff(base, head).map((change) => placed(change, base, head, changed));
  const shown = found.map(({ change, reviewed }) => {
    const at = reviewed.head ?? reviewed.base;
    return {
      change,
      path: reviewed.path ?? undefined,
      line: at === null ? undefined : at.range.start.line + 1,
    };
  });
  return { changes: found.map(({ reviewed }) => reviewed), markdown: markdown(shown), missed: [...missed] };
}

type Changed = ReadonlyMap<string, ReviewedFile>;

// On both sides a file has the URI that it has now: what it includes, and the folder it is a module of, are told by that.
function sideOf(
  which: "base" | "head",
  source: FileSource,
  changed: Changed,
  unchanged: readonly RecordDocument[],
  around: ReviewAround,
): Snapshot {
  const project = new TerraformProject({ read: (from, path) => source.include(from, path) });
  // By itself any other file is no zone: something reads it, on one of the sides.
  const isZone = (name: string) => isZoneFileName(name) || mayBeZoneFileName(name);
  const hasTerraform = [...changed.values()].some(
    ({ path, uri }) => isTerraformFile(path) || around.dataFiles.has(uri),
  );
  const zone = (uri: string, text: string, origin: string | undefined) =>
    new ZoneDocument(uri, text, origin === undefined ? { source } : { source, origin });
  const own = [...changed.values()].flatMap((file): readonly ReviewFile[] => {
    const { path: key, uri } = file;
    const text = file[which];
    if (text === null) return [];
    if (isTerraformFile(key)) return [{ key, document: project.open(uri, text) }];
    if (!isZone(baseName(key))) return [];
    // The origin of a zone is told by the path, whatever the scheme of the URI hides.
    const origin = around.originOf(uri) ?? new ZoneDocument(key, text).origin;
    return [{ key, document: zone(uri, text, origin) }];
  });
  const others = unchanged.map((document): ReviewFile => {
    const key = document.uri;
    if (!(document instanceof ZoneDocument))
      return { key, document: hasTerraform ? project.open(key, document.text()) : document };
    const asks = document.asked(changed).length > 0;
    return { key, document: asks ? zone(key, document.text(), document.givenOrigin) : document };
  });
  return { files: outermostFiles([...own, ...others]) };
}

function sourceOf(
  texts: ReadonlyMap<string, string | null>,
  around: ReviewAround,
  miss: (uri: string) => void,
): FileSource {
  return {
    include(from, name): Included {
      const uri = around.resolve(from, name);
      if (uri === undefined) return { kind: "outside", uri: name };
      const text = texts.has(uri) ? texts.get(uri) : around.textOf(uri);
      if (text === undefined) {
        miss(uri);
        return { kind: "unknown", uri };
      }
      return text === null ? { kind: "missing", uri } : { kind: "file", uri, text };
    },
  };
}

function placed(change: Change, base: Snapshot, head: Snapshot, changed: Changed) {
  const { kind, severity, domain, message } = change;
  const [after, before] = [placeIn(change.head, head), placeIn(change.base, base)];
  const at = after ?? before;
  const baseUri = before === undefined ? undefined : changed.get(before.uri)?.baseUri;
  const reviewed: ReviewedChange = {
    kind,
    severity,
    domain,
    message,
    path: at === undefined ? null : (changed.get(at.uri)?.path ?? at.uri),
    head: after ?? null,
    base: before === undefined ? null : { ...before, uri: baseUri ?? before.uri },
  };
  return { change, reviewed };
}

function placeIn(at: ChangePlace | undefined, { files }: Snapshot): ReviewedPlace | undefined {
  const file = at === undefined ? undefined : fileWith(files, at.uri);
  if (at === undefined || file === undefined) return undefined;
  const document = file.document.included?.find(({ uri }) => uri === at.uri) ?? file.document;
  return { uri: at.uri, range: rangeOf(document, at) };
}
