import type { TextDocumentsConfiguration } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { spanOfRange } from "../features/positions.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import type { TerraformProject } from "../terraform/project.ts";
import { ZoneDocument } from "../zone/document.ts";
import type { FileSource } from "../zone/includes.ts";

/** A document that an editor has open. Its records are read again when the setting for its origin changes. */
export class OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  version: number;
  document: RecordDocument;
  readonly #source: FileSource;

  constructor(
    uri: string,
    languageId: string,
    version: number,
    text: string,
    project: TerraformProject,
    source: FileSource,
    onDisk: RecordDocument | undefined,
  ) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.#source = source;
    // What everybody knows already need not be told again.
    const isKnown = onDisk instanceof ZoneDocument && onDisk.text() === text && !isTerraform(uri, languageId);
    this.document = isKnown ? onDisk : readDocument(uri, languageId, text, undefined, project, source);
  }

  /** Reads the text as a zone of that origin; undefined = of the origin that the text or its name tells. */
  setOrigin(origin: string | undefined): void {
    const { document } = this;
    if (!(document instanceof ZoneDocument)) return;
    if (origin === undefined && document.givenOrigin === undefined) return;
    const changed = readZone(this.uri, document.text(), origin, this.#source);
    if (changed.origin !== document.origin) this.document = changed;
  }
}

// An edit that changes how all that follows is read is answered before all of it is read: a few milliseconds.
const BLOCKS_AT_ONCE = 4;

/** The server's text store is the parts of the documents themselves: there is no second copy of the text. */
export function storeIn(
  project: TerraformProject,
  source: FileSource,
  onDisk: (uri: string) => RecordDocument | undefined,
): TextDocumentsConfiguration<OpenDocument> {
  return {
    create: (uri, languageId, version, text) =>
      new OpenDocument(uri, languageId, version, text, project, source, onDisk(uri)),
    update: (open, changes, version) => {
      open.version = version;
      const { document } = open;
      for (const change of changes) {
        const span =
          "range" in change ? spanOfRange(document, change.range) : { start: 0, end: document.length };
        document.replace(span, change.text, BLOCKS_AT_ONCE);
      }
      return open;
    },
  };
}

/** A text as the records it holds; Terraform is read as one file of its project. */
export function readDocument(
  uri: string,
  languageId: string | undefined,
  text: string,
  origin: string | undefined,
  project: TerraformProject,
  source: FileSource,
): RecordDocument {
  return isTerraform(uri, languageId) ? project.open(uri, text) : readZone(uri, text, origin, source);
}

function readZone(uri: string, text: string, origin: string | undefined, source: FileSource): ZoneDocument {
  return new ZoneDocument(uri, text, origin === undefined ? { source } : { source, origin });
}

function isTerraform(uri: string, languageId: string | undefined): boolean {
  return /^(?:terraform|opentofu)(?:-vars)?$/.test(languageId ?? "") || isTerraformFile(uri);
}
