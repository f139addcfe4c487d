import type { Snapshot } from "../../src/review/snapshot.ts";
import { isTerraformFile } from "../../src/terraform/paths.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** A before and an after, and what the change between them means. */
export interface Pair {
  readonly title: string;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** "severity kind domain", with ": words of the message" behind it. */
  readonly changes: readonly string[];
}

/** Reads a file of pairs; its first lines say how it is written. */
export function readPairs(text: string): readonly Pair[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = "", ...sections] = part.split(/^--- /m);
      const before = new Map<string, string>();
      const after = new Map<string, string>();
      let changes: readonly string[] | undefined;
      for (const section of sections) {
        const end = section.indexOf("\n");
        const [side, path = ""] = section.slice(0, end).split(" ");
        const body = section.slice(end + 1).replace(/\n+$/, "\n");
        if (side === "changes") changes = body.split("\n").filter((line) => line !== "");
        else (side === "before" ? before : after).set(path, body);
      }
      if (changes === undefined) throw new Error(`no changes in ${head}`);
      return { title: head.trim(), before, after, changes };
    });
}

/** The documents of one side. */
export function snapshotOf(files: ReadonlyMap<string, string>): Snapshot {
  const project = new TerraformProject();
  return {
    files: [...files].map(([key, text]) => ({
      key,
      document: isTerraformFile(key) ? project.open(key, text) : new ZoneDocument(key, text),
    })),
  };
}
