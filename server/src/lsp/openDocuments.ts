import type { TextDocumentsConfiguration } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { spanOfRange } from "../features/positions.ts";
import { ZoneDocument } from "../zone/document.ts";

/** A document that an editor has open. Its records are read again when the setting for its origin changes. */
export class OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  version: number;
  /** Undefined where nothing is known of the language. */
  document: RecordDocument | undefined;

  constructor(uri: string, languageId: string, version: number, text: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.document = readDocument(uri, languageId, text, undefined);
  }

  /** Reads the text as a zone of that origin; undefined = of the origin that the text or its name tells. */
  setOrigin(origin: string | undefined): void {
    if (!(this.document instanceof ZoneDocument)) return;
    const { document } = this;
    const changed = readDocument(this.uri, this.languageId, document.text(), origin);
    if (changed instanceof ZoneDocument && changed.origin !== document.origin) this.document = changed;
  }
}

// The server's text store is the parts of the documents themselves: there is no second copy of the text.
export const store: TextDocumentsConfiguration<OpenDocument> = {
  create: (uri, languageId, version, text) => new OpenDocument(uri, languageId, version, text),
  update: (open, changes, version) => {
    open.version = version;
    const { document } = open;
    if (document === undefined) return open;
    for (const change of changes) {
      const span =
        "range" in change ? spanOfRange(document, change.range) : { start: 0, end: document.length };
      document.replace(span, change.text);
    }
    return open;
  },
};

/** A text as the records it holds; undefined where nothing is known of its language. */
export function readDocument(
  uri: string,
  languageId: string | undefined,
  text: string,
  origin: string | undefined,
): RecordDocument | undefined {
  if (isTerraform(uri, languageId)) return undefined;
  return new ZoneDocument(uri, text, origin === undefined ? {} : { origin });
}

function isTerraform(uri: string, languageId: string | undefined): boolean {
  const path = uri.replace(/[?#].*$/, "");
  return (
    /^(?:terraform|opentofu)(?:-vars)?$/.test(languageId ?? "") ||
    /\.(?:tf|tofu|tfvars)(?:\.json)?$|\/terragrunt\.hcl$/.test(path)
  );
}
