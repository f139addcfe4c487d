import { isPolicyPath } from "../mail/mtaSts.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import { baseName } from "../text/path.ts";
import { isZoneFileName } from "../zone/fileName.ts";
import { pathOf } from "./uris.ts";

/** The files of the workspace, wherever they are: this server opens none by itself. */
export interface Host {
  /** Whether files of such a URI can be read at all; left out: all of them. */
  canRead?(uri: string): boolean;
  /** A file's text; undefined where it cannot be read, or is no text. */
  read(uri: string): Promise<string | undefined>;
  /** Whether a file lies below one of the folders once links are followed; true where it does not exist. */
  isBelow?(uri: string, folders: readonly string[]): Promise<boolean>;
  /**
   * The URIs of files that are not as `read` last found them, and of files below the folders that it never read; for clients
   * that do not tell which files change.
   */
  changed?(folders: readonly string[]): Promise<readonly string[]>;
  /** The URIs of the files below the folders that may hold a zone, or an MTA-STS policy. */
  find(folders: readonly string[]): Promise<readonly string[]>;
}

/** Whether a file is read for what it is called. What Terraform and Terragrunt fetched is not. */
export function isReadByName(uri: string): boolean {
  const path = pathOf(uri);
  if (isPolicyPath(path)) return true;
  const isCached = /\/\.(?:terraform|terragrunt-cache)\//.test(path);
  return isTerraformFile(path) ? !isCached : isZoneFileName(baseName(path));
}
