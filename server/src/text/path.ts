/** The last segment of a URI or a path, as it is written. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
