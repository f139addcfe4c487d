/** The policy file of a domain (RFC 8461 section 3.2), as it is and as it was at the last commit. */
export interface PolicyFile {
  /** As the user would type it. */
  readonly path: string;
  readonly text: string;
  readonly before?: {
    readonly text: string;
    /** The `id` that the domain's TXT record had then. */
    readonly id: string | undefined;
  };
}

/** What a policy file demands. */
export interface StsPolicy {
  readonly mode: string | undefined;
  /** Patterns of mail hosts, lower case. */
  readonly mx: readonly string[];
}

/** Policy files by domain, absolute. */
export interface PolicyFiles {
  get(domain: string): PolicyFile | undefined;
}

/** Where policy files lie, as a glob pattern for those who watch or search. */
export const POLICY_FILE_GLOB = "**/.well-known/mta-sts.txt";

const WELL_KNOWN = /(?:^|\/)\.well-known\/mta-sts\.txt$/;

/** Whether a path is where policy files lie. */
export function isPolicyPath(path: string): boolean {
  return WELL_KNOWN.test(path.replaceAll("\\", "/"));
}

/**
 * The domain that a policy file is for: the one that a folder above it is named after, with or without `mta-sts.`; the only
 * one there is where none is.
 * @param domains those with an MTA-STS record, absolute
 */
export function domainOfPolicy(path: string, domains: readonly string[]): string | undefined {
  const folders = path.replaceAll("\\", "/").split("/").slice(0, -2).reverse();
  for (const folder of folders) {
    const name = `${folder.toLowerCase().replace(/^mta-sts\./, "")}.`;
    if (domains.includes(name)) return name;
    // Some other domain's.
    if (/^mta-sts\./i.test(folder)) return undefined;
  }
  return domains.length === 1 ? domains[0] : undefined;
}

/** Reads a policy file; lines that are no `key: value` are passed over. */
export function parseStsPolicy(text: string): StsPolicy {
  let mode: string | undefined;
  const mx: string[] = [];
  for (const [, key, value = ""] of text.matchAll(/^[ \t]*([a-z0-9_.-]+)[ \t]*:[ \t]*([^\r\n]*)/gim)) {
    const plain = value.trim().toLowerCase();
    if (key === "mode") mode ??= plain;
    if (key === "mx" && plain !== "") mx.push(plain.replace(/\.$/, ""));
  }
  return { mode, mx };
}

/** Whether a pattern covers a host (section 4.1): `*.` stands for exactly one label. Names without a final dot, lower case. */
export function coversHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === host;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot + 1) === pattern.slice(2);
}

/** The `id` of an MTA-STS record. */
export function idOf(text: string): string | undefined {
  return /(?:^|;)[ \t]*id[ \t]*=[ \t]*([^;]*?)[ \t]*(?:;|$)/.exec(text)?.[1];
}
