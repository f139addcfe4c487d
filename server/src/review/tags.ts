import { joinPhrases, type Phrase, say } from "./phrase.ts";

/** What became of tags that stand beside what decides. */
interface TagChange {
  readonly phrase: Phrase;
  readonly before: string;
  readonly after: string;
}

/** Says which tags came, went or are others; undefined where none did. Those that say no more than their default are left out before. */
export function tagChange(
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
): TagChange | undefined {
  const differing = [...new Set([...from.keys(), ...to.keys()])].filter(
    (name) => from.get(name) !== to.get(name),
  );
  if (differing.length === 0) return undefined;
  const written = (tags: ReadonlyMap<string, string>, name: string) =>
    tags.has(name) ? [`${name}=${tags.get(name)}`] : [];
  const phrases = differing.map((name) => {
    const [before] = written(from, name);
    const [after] = written(to, name);
    if (before === undefined) return say`${after ?? ""} was added`;
    return after === undefined ? say`${before} was removed` : say`${before} became ${after}`;
  });
  const all = (tags: ReadonlyMap<string, string>) =>
    differing.flatMap((name) => written(tags, name)).join("; ");
  return { phrase: joinPhrases(phrases, ", "), before: all(from), after: all(to) };
}
