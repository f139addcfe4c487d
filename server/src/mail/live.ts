import type { Answer, QueryType, Resolver } from "./resolver.ts";

/** One question put to the DNS. It never rejects: no answer in time, or an error, is `timeout`. */
export type Ask = (name: string, type: QueryType) => Promise<Reply>;

export interface Reply {
  readonly answer: Answer;
  /** Seconds; undefined where whoever answers does not tell. */
  readonly ttl: number | undefined;
}

/** An answer that was read from the DNS, and when. */
export interface LiveAnswer extends Reply {
  readonly name: string;
  readonly type: QueryType;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
}

/** What was read from the DNS to a question; undefined where it is yet to be read. */
export type AskLive = (name: string, type: QueryType) => LiveAnswer | undefined;

/** Live DNS with a cache that outlives one evaluation and honours TTLs. */
export interface LiveDns {
  /**
   * Evaluates; what it asks is fetched and the evaluation repeated until nothing is missing. One evaluation sees one
   * state of the DNS: what it has read stays as it is until it ends.
   */
  during<T>(evaluation: (ask: AskLive) => T): Promise<Evaluated<T>>;
}

/** Evaluates over `base`, and asks the DNS for what `base` does not know. */
export function evaluateLive<T>(
  dns: LiveDns,
  base: Resolver,
  evaluation: (resolve: Resolver) => T,
): Promise<Evaluated<T>> {
  return dns.during((ask) =>
    evaluation((name, type) => {
      const known = base(name, type);
      if (known.kind !== "unknown") return known;
      // An alias may have led to another name than the one asked for.
      return ask(known.names[0] ?? name, type)?.answer ?? known;
    }),
  );
}

export interface Evaluated<T> {
  readonly value: T;
  /** The live answers it rests on, in the order of asking. */
  readonly live: readonly LiveAnswer[];
}

// RFC 7208 section 4.6.4 wants at least 20 seconds for a check.
const PATIENCE = 20_000;
/** For answers that do not say how long they hold. */
const UNSTATED_TTL = 60;
const KEPT_ANSWERS = 10_000;

/** @param now milliseconds since the epoch */
export function liveDns(ask: Ask, now: () => number): LiveDns {
  const cache = new Map<string, LiveAnswer>();

  const read = async ({ name, type }: Question, deadline: number): Promise<LiveAnswer> => {
    const key = keyOf(name, type);
    const kept = cache.get(key);
    if (kept !== undefined && now() < kept.readAt + (kept.ttl ?? UNSTATED_TTL) * 1000) return kept;
    const reply = now() > deadline ? TOO_LATE : await ask(name, type);
    const fresh = { name, type, ...reply, readAt: now() };
    cache.delete(key);
    // A failure may be over the next moment.
    if (reply.answer.kind !== "timeout") cache.set(key, fresh);
    const [oldest] = cache.keys();
    if (cache.size > KEPT_ANSWERS && oldest !== undefined) cache.delete(oldest);
    return fresh;
  };

  return {
    async during(evaluation) {
      const deadline = now() + PATIENCE;
      const live = new Map<string, LiveAnswer>();
      while (true) {
        const missing = new Map<string, Question>();
        const value = evaluation((name, type) => {
          const key = keyOf(name, type);
          const found = live.get(key);
          if (found === undefined) missing.set(key, { name, type });
          return found;
        });
        if (missing.size === 0) return { value, live: [...live.values()] };
        const answers = await Promise.all([...missing.values()].map((question) => read(question, deadline)));
        for (const answer of answers) live.set(keyOf(answer.name, answer.type), answer);
      }
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: QueryType;
}

const TOO_LATE: Reply = { answer: { kind: "timeout" }, ttl: undefined };

function keyOf(name: string, type: QueryType): string {
  return `${type} ${name}`;
}
