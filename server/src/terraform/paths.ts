import { baseName, encodedPath } from "../text/path.ts";
/** The folder of a URI or a path, without a final slash. */
export function folderOf(uri: string): string {
  const path = pathOf(uri);
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : slash === 0 ? "/" : path.slice(0, slash);
}

/** The last segment of a URI or a path. */
export function fileNameOf(uri: string): string {
  return baseName(pathOf(uri));
}

// Other versions of a file have their revision behind a `?`.
function pathOf(uri: string): string {
  return uri.replace(/[?#].*$/, "");
}

/** The folder that a module's `source` names, seen from another one; undefined for sources that are not local. */
export function moduleFolder(from: string, source: string): string | undefined {
  if (!/^\.\.?(?:\/|$)/.test(source)) return undefined;
  const [, scheme = "", path = ""] = /^([a-z][a-z0-9+.-]+:\/\/[^/]*)?(.*)$/i.exec(from) ?? [];
  const isAbsolute = path.startsWith("/");
  const out: string[] = [];
  // A source is written as a path, whatever the folder is known by.
  const own = scheme === "" ? source : encodedPath(source);
  for (const segment of `${path}/${own}`.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
    else if (segment !== ".." || !isAbsolute) out.push(segment);
  }
  const joined = out.join("/");
  return `${scheme}${isAbsolute ? "/" : ""}${joined}` || ".";
}

/** Whether a file is Terragrunt's: a configuration of its own. */
export function isTerragrunt(uri: string): boolean {
  return fileNameOf(uri).endsWith(".hcl");
}

/** Whether a file changes what others of its folder declare. */
export function isOverride(uri: string): boolean {
  return /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(fileNameOf(uri));
}

/** Whether a file is OpenTofu's alone. */
export function isTofu(uri: string): boolean {
  return /\.tofu(?:\.json)?$/.test(pathOf(uri));
}

/** The file that OpenTofu reads in the place of a `.tf` file, where it is there; undefined for other files. */
export function tofuTwin(uri: string): string | undefined {
  const twin = uri.replace(/\.tf(?=(?:\.json)?(?:[?#].*)?$)/, ".tofu");
  return twin === uri ? undefined : twin;
}

/** Whether a file of this name or URI is Terraform's, OpenTofu's or Terragrunt's. */
export function isTerraformFile(uri: string): boolean {
  return /\.(?:tf|tofu|tfvars)(?:\.json)?$|(?:^|\/)terragrunt\.hcl$/.test(pathOf(uri));
}

/** The same as glob patterns, for those who watch or search. */
export const TERRAFORM_FILE_GLOB =
  "**/{*.tf,*.tofu,*.tfvars,*.tf.json,*.tofu.json,*.tfvars.json,terragrunt.hcl}";
