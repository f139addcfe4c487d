/** Whether a document is what will be: not the old side of a comparison, which other extensions show under schemes of theirs. */
export function isHead(uri: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? "";
  if (scheme !== "pr" && scheme !== "githubpr") return !BASE_SCHEMES.has(scheme);
  // Encoded or not, and not always well.
  return /(?:"|%22)isBase(?:"|%22)(?::|%3A)false/i.test(uri);
}

const BASE_SCHEMES: ReadonlySet<string> = new Set([
  "git",
  "gitfs",
  "gitlens",
  "gitlens-git",
  "gitpr",
  "githubcommit",
  "review",
  "reviewpr",
  "scm-history-item",
  "hg",
  "svn",
  "conflictresolution",
  "dnslens-base",
]);
