import { domainOfPolicy, isPolicyPath, type PolicyFile } from "../src/mail/mtaSts.ts";

/** The MTA-STS policy files among the files of an example, by domain; what was there before stands below `before/`. */
export function policiesOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, PolicyFile> {
  const found = new Map<string, PolicyFile>();
  for (const [path, text] of Object.entries(files)) {
    const domain = isPolicyPath(path) ? domainOfPolicy(path, ["example.com."]) : undefined;
    if (domain === undefined || path.startsWith("before/")) continue;
    const old = files[`before/${path}`];
    const before = old === undefined ? {} : { before: { text: old, id: files["before/id"] } };
    found.set(domain, { path, text, ...before });
  }
  return found;
}
