import type { Connection } from "vscode-languageserver";
import { isZoneFileName, ZONE_FILE_GLOB } from "../zone/fileName.ts";
import type { Host } from "./host.ts";

/** Files through the client: in a browser, or where the workspace is remote or virtual, only the editor can read them. */
export function clientHost(connection: Connection): Host {
  return {
    read: async (uri) =>
      (await connection.sendRequest<string | null>("dnslens/readFile", { uri })) ?? undefined,
    find: async () => {
      const found = await connection.sendRequest<readonly string[]>("dnslens/findFiles", {
        pattern: ZONE_FILE_GLOB,
      });
      return found.filter((uri) => isZoneFileName(decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1))));
    },
  };
}
