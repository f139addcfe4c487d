import type { FileSource } from "../src/zone/includes.ts";

/** The files of an example, by name, in the folder of the one that includes them; `../` leads outside. */
export function filesOf(files: Readonly<Record<string, string>>): FileSource {
  return {
    include(from, name) {
      const uri = new URL(name, from).href;
      if (name.startsWith("../")) return { kind: "outside", uri };
      const text = files[name];
      if (text !== undefined) return { kind: "file", uri, text };
      return uri === from ? { kind: "unknown", uri } : { kind: "missing", uri };
    },
  };
}
