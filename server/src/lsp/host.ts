/** The files of the workspace, wherever they are: this server opens none by itself. */
export interface Host {
  /** A file's text; undefined where it cannot be read, or is no text. */
  read(uri: string): Promise<string | undefined>;
  /** The URIs of the files below the folders that may hold a zone. */
  find(folders: readonly string[]): Promise<readonly string[]>;
}
