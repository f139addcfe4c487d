import type { Message, MessageReader, MessageWriter } from "vscode-languageserver";
import { URI } from "vscode-uri";

/**
 * The one spelling of a URI among all that mean the same file (RFC 3986 section 6.2.2), which is VS Code's. Drafts and other
 * versions, which have no path or a query, stay as they are.
 */
export function canonicalUri(uri: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^?#]*$/i.test(uri)) return uri;
  try {
    return URI.parse(uri.replace(/^[^:]*/, (scheme) => scheme.toLowerCase())).toString();
  } catch {
    return uri;
  }
}

/** The URI of a path of this machine, as editors know it. */
export function uriOfPath(path: string): string {
  return URI.file(path).toString();
}

/** The path that a URI names, as people write it. */
export function pathOf(uri: string): string {
  const path = uri.replace(/^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?/i, "").replace(/[?#].*$/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** How the client writes the URIs that it writes in its own way: inside, every file has one URI. */
class Spellings {
  /** By canonical URI; a folder's counts for all in it that the client has not named itself. */
  readonly #known = new Map<string, string>();

  /** @param isOpened the client will name the document so from now on */
  learn(uri: string, isOpened: boolean): string {
    const canonical = canonicalUri(uri);
    let [own, written] = [canonical, uri];
    while (own !== written || this.#known.has(own)) {
      if (isOpened || !this.#known.has(own)) this.#known.set(own, written);
      [own, written] = [folderOf(own), folderOf(written)];
      if (own === "" || written === "") break;
    }
    return canonical;
  }

  of(canonical: string): string {
    if (this.#known.size === 0) return canonical;
    for (let folder = canonical; folder !== ""; folder = folderOf(folder)) {
      const written = this.#known.get(folder);
      if (written !== undefined) return written + canonical.slice(folder.length);
    }
    return canonical;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }
}

// Without its last segment; empty at the top.
function folderOf(uri: string): string {
  const slash = uri.lastIndexOf("/");
  return slash <= 0 || uri[slash - 1] === "/" ? "" : uri.slice(0, slash);
}

/** A client's messages, with the URIs in them as the server writes them, and the answers with the URIs as the client does. */
export function withOneSpelling(
  reader: MessageReader,
  writer: MessageWriter,
): { readonly reader: MessageReader; readonly writer: MessageWriter } {
  const spellings = new Spellings();
  const read = (message: Message) => {
    const isOpened = "method" in message && message.method === "textDocument/didOpen";
    return rewritten(message, (uri) => spellings.learn(uri, isOpened));
  };
  const written = (message: Message) =>
    spellings.isEmpty ? message : rewritten(message, (uri) => spellings.of(uri));
  return {
    reader: {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      listen: (callback) => reader.listen((message) => callback(read(message))),
      dispose: () => reader.dispose(),
    },
    writer: {
      onError: writer.onError,
      onClose: writer.onClose,
      write: (message) => writer.write(written(message)),
      end: () => writer.end(),
      dispose: () => writer.dispose(),
    },
  };
}

/** The members that hold the URI of a document, in the protocol and in the requests of this server. */
const HOLDS_URI = /^(?:.*[uU]ri|target)$/;

/** The same value with other URIs. What holds none of them stays the same object. */
function rewritten<Value>(value: Value, of: (uri: string) => string): Value;
function rewritten(value: unknown, of: (uri: string) => string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => rewritten(item, of));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  let isOther = false;
  const entries = Object.entries(value).map(([key, held]: [string, unknown]) => {
    const now =
      typeof held === "string" && HOLDS_URI.test(key)
        ? of(held)
        : key === "changes"
          ? withKeys(rewritten(held, of), of)
          : rewritten(held, of);
    isOther ||= now !== held;
    return [key, now] as const;
  });
  return isOther ? Object.fromEntries(entries) : value;
}

// The edits of a workspace, by document.
function withKeys(changes: unknown, of: (uri: string) => string): unknown {
  if (typeof changes !== "object" || changes === null || Array.isArray(changes)) return changes;
  return Object.fromEntries(
    Object.entries(changes).map(([uri, edits]: [string, unknown]) => [of(uri), edits]),
  );
}
