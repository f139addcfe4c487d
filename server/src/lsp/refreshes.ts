import { CodeLensRefreshRequest, type Connection, InlayHintRefreshRequest } from "vscode-languageserver";
import type { ClientAbilities } from "./abilities.ts";

// Where a client fails to, the next edit brings what it shows up to date.

/** Has the client ask for its code lenses again: what they say changed without an edit. */
export function refreshLenses(connection: Connection, { refreshesCodeLenses }: ClientAbilities): void {
  if (refreshesCodeLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
}

/** The same for its inlay hints. */
export function refreshHints(connection: Connection, { refreshesInlayHints }: ClientAbilities): void {
  if (refreshesInlayHints) void connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
}
