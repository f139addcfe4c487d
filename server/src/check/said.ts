import type { Anchor } from "../dns/record.ts";
import { anchorsOf, type Finding } from "../rules/finding.ts";

/** What is said about the names of a file. */
export interface Said {
  readonly byName: Map<string, readonly Finding[]>;
  /** Names with findings that point into a part: who has to be asked again when it is gone. */
  readonly anchored: WeakMap<Anchor, Set<string>>;
}

/** Keeps what is said about a name now, in place of what was said before. */
export function keepSaid({ byName, anchored }: Said, name: string, found: readonly Finding[]): void {
  if (found.length === 0) {
    byName.delete(name);
    return;
  }
  byName.set(name, found);
  for (const finding of found) {
    for (const anchor of anchorsOf(finding)) {
      const names = anchored.get(anchor);
      if (names === undefined) anchored.set(anchor, new Set([name]));
      else names.add(name);
    }
  }
}
