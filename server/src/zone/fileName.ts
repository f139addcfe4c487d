const ZONE_FILE =
  /\.(?:zone|zonefile|arpa|signed|rpz)$|^db\.[^/]+$|^named\.(?:root|ca|local|empty|localhost|loopback)$|^root\.hints$/i;

/** Whether a file of this name (without its folder) is looked at as a zone file. */
export function isZoneFileName(name: string): boolean {
  return ZONE_FILE.test(name) && !/^db\..*\.(?:py|js|ts|rb|go|java|php|json|ya?ml|toml|md)$/i.test(name);
}

/** The same as glob patterns, for those who watch or search. */
export const ZONE_FILE_GLOB =
  "**/{*.{zone,zonefile,arpa,signed,rpz},db.*,named.{root,ca,local,empty,localhost,loopback},root.hints}";
