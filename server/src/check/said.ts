import type { Anchor } from "../dns/record.ts";
import { anchorsOf, type Finding } from "../rules/finding.ts";

/** What is said about the names of a file. */
export interface Said {
  readonly byName: Map<string, readonly Finding[]>;
  /** Names with findings that point into a part: who has to be asked again when it is gone. */
  readonly anchored: WeakMap<Anchor, Set<string>>;
  /** Names with findings that stand in a part. A whole zone may point into the part with the record that all of it includes. */
  readonly standing: WeakMap<Anchor, Set<string>>;
}

/** What is said about names in a part. */
export function saidIn({ byName, standing }: Said, part: Anchor): readonly Finding[] {
  const found: Finding[] = [];
  for (const name of standing.get(part) ?? []) {
    for (const finding of byName.get(name) ?? []) if (finding.at.anchor === part) found.push(finding);
  }
  return found;
}

/** Forgets who points into a part, which is gone. */
export function forgetPart({ anchored, standing }: Said, part: Anchor): void {
  anchored.delete(part);
  standing.delete(part);
}

/** Keeps what is said about a name now, in place of what was said before. */
export function keepSaid(
  { byName, anchored, standing }: Said,
  name: string,
  found: readonly Finding[],
): void {
  if (found.length === 0) {
    byName.delete(name);
    return;
  }
  byName.set(name, found);
  for (const finding of found) {
    note(standing, finding.at.anchor, name);
    for (const anchor of anchorsOf(finding)) note(anchored, anchor, name);
  }
}

function note(index: WeakMap<Anchor, Set<string>>, anchor: Anchor, name: string): void {
  const names = index.get(anchor);
  if (names === undefined) index.set(anchor, new Set([name]));
  else names.add(name);
}
