import type { Connection } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { type ReviewedFile, reviewFiles } from "../features/review.ts";
import { ZoneDocument } from "../zone/document.ts";
import { resolved } from "./includedFiles.ts";
import type { Session } from "./session.ts";

/**
 * Answers `dnslens/review`: what the client's changed files mean beside the rest of the workspace; and `dnslens/includedFiles`:
 * those that are part of it for what names them, not for what they are called.
 *
 * @param isRead settles when the workspace is read
 */
export function answerReviews(connection: Connection, session: Session, isRead: () => Promise<void>): void {
  connection.onRequest("dnslens/includedFiles", async () => {
    await isRead();
    const included = session.documentsFrom("").flatMap(partsAskedFor);
    return [...new Set([...included, ...session.terraform.dataFiles()])].map((uri) => ({ uri }));
  });
  connection.onRequest("dnslens/review", async (params: unknown) => {
    await isRead();
    return reviewFiles(filesOf(params), session.documentsFrom(""), {
      resolve: (from, name) => resolved(from, name),
      textOf: (uri) => session.document(uri)?.text() ?? session.included.textOf(uri),
      dataFiles: session.terraform.dataFiles(),
      originOf: (uri) => {
        const document = session.document(uri);
        return document instanceof ZoneDocument ? document.givenOrigin : undefined;
      },
    });
  });
}

function partsAskedFor(document: RecordDocument): readonly string[] {
  if (!(document instanceof ZoneDocument)) return [];
  return document.includes.flatMap(({ uri, document: part }) => [
    uri,
    ...(part === undefined ? [] : partsAskedFor(part)),
  ]);
}

function filesOf(params: unknown): readonly ReviewedFile[] {
  const files = typeof params === "object" && params !== null && "files" in params ? params.files : undefined;
  return Array.isArray(files) ? files.filter(isReviewedFile) : [];
}

function isReviewedFile(file: unknown): file is ReviewedFile {
  if (typeof file !== "object" || file === null) return false;
  const text = (name: string) => {
    const value: unknown = Reflect.get(file, name);
    return typeof value === "string" ? "text" : value === null ? "null" : "other";
  };
  const named = ["path", "uri", "baseUri"].every((name) => text(name) === "text");
  return named && ["base", "head"].every((name) => text(name) !== "other");
}
