const ZONE_FILE =
  /\.(?:zone|zonefile|arpa|signed|rpz)$|^db\.[^/]+$|^named\.(?:root|ca|local|empty|localhost|loopback)$|^root\.hints$/i;

/** Whether a file of this name (without its folder) is looked at as a zone file. */
export function isZoneFileName(name: string): boolean {
  return ZONE_FILE.test(name) && !/^db\..*\.(?:py|js|ts|rb|go|java|php|json|ya?ml|toml|md)$/i.test(name);
}

// Names that zone files have and other files too (`.db` is SQLite's).
const MAYBE_ZONE_FILE = /\.(?:db|dns|domain)$/i;

/** Whether a file of this name is a zone file where its text says so. */
export function mayBeZoneFileName(name: string): boolean {
  return MAYBE_ZONE_FILE.test(name) && !isZoneFileName(name);
}

const FIRST_WORDS =
  /^(?:\uFEFF)?(?:\s*(?:;[^\r\n]*)?[\r\n]+)*(?:\$(?:ORIGIN|TTL|INCLUDE|GENERATE)\s|\S+\s+(?:\d\w*\s+)?(?:IN\s+)?(?:\d\w*\s+)?SOA\s|;\s*<<>>\s+DiG\s)/i;

/** Whether text begins as a zone file does, comments left aside: a directive, or an SOA. */
export function looksLikeZone(head: string): boolean {
  return FIRST_WORDS.test(head);
}

/** The same as glob patterns, for those who watch or search. */
export const ZONE_FILE_GLOB = `**/{${[
  ...["zone", "zonefile", "arpa", "signed", "rpz"].map((extension) => `*.${extension}`),
  ...["root", "ca", "local", "empty", "localhost", "loopback"].map((name) => `named.${name}`),
  ...["db.*", "root.hints"],
].join(",")}}`;
