import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type RecordDocument, together } from "../dns/document.ts";
import { UsageError } from "./usage.ts";

/** The part of the files that one of several threads checks; each reads all of them, for what they say about one another. */
export interface Share {
  readonly number: number;
  readonly of: number;
}

/** What a thread is started for. */
export interface Task<Job> {
  readonly job: Job;
  readonly share: Share;
}

/** A thread reads and compiles for a while before it is of use: so many octets for each, or it is no gain. */
const LEAST_OCTETS = 4_000_000;

/** Each thread reads all files, so that the gain of one more gets smaller. */
const MOST_THREADS = 4;

/** The value of `--threads`; undefined where it is left out. Throws a UsageError. */
export function threadsWanted(option: string | undefined): number | undefined {
  if (option === undefined || /^[1-9]\d?$/.test(option))
    return option === undefined ? option : Number(option);
  throw new UsageError(`--threads takes a number from 1 to 99, not \`${option}\``);
}

/**
 * How many threads check these files soonest: one for every two processors, for a thread compiles and collects its garbage on
 * another one, and one alone where the files are small.
 *
 * @param wanted as many as that, where a person said so
 */
export function threadsFor(files: readonly string[], wanted: number | undefined): number {
  if (files.length < 2 || files.includes("-")) return 1;
  if (wanted !== undefined) return Math.min(wanted, files.length);
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  // One file is never shared.
  const shareable = sizes.reduce((sum, size) => sum + size, 0) - Math.max(...sizes);
  const most = Math.min(Math.floor(availableParallelism() / 2), MOST_THREADS);
  return Math.max(1, Math.min(most, Math.ceil(shareable / LEAST_OCTETS)));
}

/** What other threads found: an answer for each share but the first. */
export class Crew<Answer> {
  readonly #workers: readonly Worker[];
  readonly #answers: readonly Promise<Answer>[];

  /** Starts a thread for each share but the first, each with `job` and its share. */
  constructor(job: object, threads: number) {
    this.#workers = Array.from({ length: threads - 1 }, (_, i) => {
      const workerData: Task<object> = { job, share: { number: i + 1, of: threads } };
      // What there is to complain about, this thread says.
      return new Worker(process.argv[1] ?? "", { workerData, stderr: true });
    });
    this.#answers = this.#workers.map(
      (worker) =>
        new Promise((resolve, reject) => {
          worker.once("message", resolve).once("error", reject);
          worker.once("exit", () => reject(new Error("a thread ended before it was done")));
        }),
    );
    for (const answer of this.#answers) answer.catch(() => undefined);
  }

  answers(): Promise<readonly Answer[]> {
    return Promise.all(this.#answers);
  }

  dismiss(): void {
    for (const worker of this.#workers) void worker.terminate();
  }
}

/** The documents of a share: those that are read together stay together, and each share is about as long as the others. */
export function shareOf<Document extends RecordDocument>(
  documents: readonly Document[],
  { number, of }: Share,
): readonly Document[] {
  const loads = Array.from({ length: of }, () => 0);
  const taken = new Set<Document>();
  for (const group of groupsOf(documents)) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + group.reduce((sum, { length }) => sum + length, 0);
    if (least === number) for (const document of group) taken.add(document);
  }
  return documents.filter((document) => taken.has(document));
}

/** Documents with a file in common, directly or by others: findings of the one may stand in the other. */
function groupsOf<Document extends RecordDocument>(
  documents: readonly Document[],
): readonly (readonly Document[])[] {
  const leader = documents.map((_, i) => i);
  const leaderOf = (i: number): number => {
    let at = i;
    while (leader[at] !== at) at = leader[at] = leader[leader[at] ?? at] ?? at;
    return at;
  };
  const holder = new Map<string, number>();
  const groups = new Map<number, Document[]>();
  for (const [i, [document, more]] of [...together(documents)].entries()) {
    for (const { uri } of [document, ...more]) {
      const other = holder.get(uri);
      if (other === undefined) holder.set(uri, i);
      else leader[leaderOf(i)] = leaderOf(other);
    }
  }
  for (const [i, document] of documents.entries()) {
    const group = groups.get(leaderOf(i));
    if (group === undefined) groups.set(leaderOf(i), [document]);
    else group.push(document);
  }
  return [...groups.values()];
}
