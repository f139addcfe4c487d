import type { Connection } from "vscode-languageserver";
import { type ReviewedFile, reviewFiles } from "../features/review.ts";
import type { Session } from "./session.ts";

/** Answers `dnslens/review`: what the client's changed files mean beside the rest of the workspace. */
export function answerReviews(connection: Connection, session: Session): void {
  connection.onRequest("dnslens/review", (params: unknown) =>
    reviewFiles(filesOf(params), session.documentsFrom("")),
  );
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
