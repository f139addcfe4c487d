/** A path as it stands in a URI: all but letters, digits and `-._~/` is percent-encoded (RFC 3986 section 2.3). */
export function encodedPath(path: string): string {
  return path
    .split("/")
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, percent))
    .join("/");
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** The last segment of a URI or a path, as it is written. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
