import { NAMED_CONF_FOLDERS, NAMED_CONF_NAMES, type NamedConf, parseNamedConf } from "../zone/namedConf.ts";
import type { Host } from "./host.ts";
import { pathOf } from "./uris.ts";

/**
 * What the name server's configuration says about the zones of the workspace.
 * @param folders the URIs of the workspace's folders
 */
export async function readNamedConfs(host: Host, folders: readonly string[]): Promise<readonly NamedConf[]> {
  const uris = folders.flatMap((folder) =>
    NAMED_CONF_FOLDERS.flatMap((name) =>
      NAMED_CONF_NAMES.map((file) =>
        [folder.replace(/\/$/, ""), name, file].filter((part) => part !== "").join("/"),
      ),
    ),
  );
  const confs = await Promise.all(
    uris.map(async (uri) => {
      const text = await host.read(uri);
      return text === undefined ? [] : [parseNamedConf(pathOf(uri), text)];
    }),
  );
  return confs.flat();
}
