import { HOLE } from "../../../text/mappedText.ts";
import { sliced } from "../text.ts";
import { ofString, ofText, plainOf, textOf, unknown } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** Functions of paths. What hangs on the machine (`~`, the working directory, a backslash) is unknown. */
export const PATHS: Readonly<Record<string, TerraformFunction>> = {
  basename: ([value], at) => {
    const text = value === undefined ? undefined : textOf(value);
    if (text === undefined) return undefined;
    const end = text.text.replace(/\/+$/, "").length;
    const start = text.text.lastIndexOf("/", end - 1) + 1;
    const name = text.text.slice(start, end);
    if (text.text.includes("\\") || name.includes(HOLE)) return ofString(HOLE, at);
    if (name !== "") return ofText(sliced(text, start, end), at);
    return text.text.includes(HOLE) ? ofString(HOLE, at) : ofString(text.text === "" ? "." : "/", at);
  },
  dirname: ([value], at) => {
    const text = plainOf(value);
    if (text === undefined || text.includes("\\")) return unknown(at);
    return ofString(cleaned(text.slice(0, text.lastIndexOf("/") + 1)), at, "dirname");
  },
  pathexpand: ([value], at) => {
    const text = value === undefined ? undefined : textOf(value);
    if (value === undefined || text === undefined) return undefined;
    return /^[~\uFFFC]/.test(text.text) ? unknown(at) : value;
  },
};

// The shortest path that names the same (Go's `filepath.Clean`).
function cleaned(path: string): string {
  const isAbsolute = path.startsWith("/");
  const kept: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== ".." || (kept.length === 0 && !isAbsolute) || kept.at(-1) === "..") kept.push(name);
    else kept.pop();
  }
  const joined = kept.join("/");
  return isAbsolute ? `/${joined}` : joined || ".";
}
