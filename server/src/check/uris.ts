/** Drafts and other versions (`untitled:`, `git:`) are read, but they are no part of the workspace's zones. */
export function isOfWorkspace(uri: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1];
  return scheme === undefined || WORKSPACE_SCHEMES.has(scheme);
}

const WORKSPACE_SCHEMES: ReadonlySet<string> = new Set([
  "file",
  "vscode-vfs",
  "vscode-remote",
  "vscode-test-web",
]);
