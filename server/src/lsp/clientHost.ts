import type { Connection } from "vscode-languageserver";
import { POLICY_FILE_GLOB } from "../mail/mtaSts.ts";
import { TERRAFORM_FILE_GLOB } from "../terraform/paths.ts";
import { ZONE_FILE_GLOB } from "../zone/fileName.ts";
import { type Host, isReadByName } from "./host.ts";
import { canonicalUri } from "./uris.ts";

/** Files through the client: in a browser, or where the workspace is remote or virtual, only the editor can read them. */
export function clientHost(connection: Connection): Host {
  return {
    read: async (uri) =>
      (await connection.sendRequest<string | null>("dnslens/readFile", { uri })) ?? undefined,
    find: async () => {
      const found = await Promise.all(
        [ZONE_FILE_GLOB, TERRAFORM_FILE_GLOB, POLICY_FILE_GLOB].map((pattern) =>
          connection.sendRequest<readonly string[]>("dnslens/findFiles", { pattern }),
        ),
      );
      return found.flat().map(canonicalUri).filter(isReadByName);
    },
  };
}
