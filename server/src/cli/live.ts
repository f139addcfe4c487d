import { BADNAME, Resolver as DnsResolver, NODATA, NOTFOUND } from "node:dns/promises";
import { absoluteName } from "../dns/names.ts";
import type { Answer, QueryType, Resolver } from "../mail/resolver.ts";

/** An answer that was read from the DNS, and when. */
export interface LiveAnswer {
  readonly name: string;
  readonly type: QueryType;
  readonly answer: Answer;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  /** Seconds; undefined where the resolver does not tell. */
  readonly ttl: number | undefined;
}

export interface LiveOptions {
  /** Name servers as "address" or "address:port"; those of the machine where none are given. */
  readonly servers?: readonly string[];
  /** Milliseconds for one try at one server. */
  readonly timeout?: number;
  readonly now?: () => number;
}

/** Live DNS with a cache that outlives one evaluation and honours TTLs. */
export interface LiveDns {
  /**
   * Evaluates over `base`; what `base` does not know is fetched and the evaluation repeated until nothing is missing.
   * One evaluation sees one state of the DNS: what it has read stays as it is until it ends.
   */
  evaluate<T>(base: Resolver, evaluation: (resolve: Resolver) => T): Promise<Evaluated<T>>;
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

export function liveDns(options: LiveOptions = {}): LiveDns {
  const { servers = [], timeout = 3000, now = Date.now } = options;
  const dns = new DnsResolver({ timeout, tries: 2 });
  if (servers.length > 0) dns.setServers(servers);
  const cache = new Map<string, LiveAnswer>();

  const read = async ({ name, type }: Question, late: AbortSignal): Promise<LiveAnswer> => {
    const kept = cache.get(keyOf(name, type));
    if (kept !== undefined && now() < kept.readAt + (kept.ttl ?? UNSTATED_TTL) * 1000) return kept;
    const { answer, ttl } = late.aborted ? TOO_LATE : await ask(dns, name, type);
    const fresh = { name, type, answer, readAt: now(), ttl };
    // A failure may be over the next moment.
    if (answer.kind !== "timeout") cache.set(keyOf(name, type), fresh);
    return fresh;
  };

  return {
    async evaluate(base, evaluation) {
      const late = AbortSignal.timeout(PATIENCE);
      const live = new Map<string, LiveAnswer>();
      while (true) {
        const missing = new Map<string, Question>();
        const value = evaluation((name, type) => {
          const known = base(name, type);
          if (known.kind !== "unknown") return known;
          // An alias may have led to another name than the one asked for.
          const at = known.names[0] ?? name;
          const key = keyOf(at, type);
          const found = live.get(key);
          if (found === undefined) missing.set(key, { name: at, type });
          return found?.answer ?? known;
        });
        if (missing.size === 0) return { value, live: [...live.values()] };
        const answers = await Promise.all([...missing.values()].map((question) => read(question, late)));
        for (const answer of answers) live.set(keyOf(answer.name, answer.type), answer);
      }
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: QueryType;
}

interface Reply {
  readonly answer: Answer;
  readonly ttl: number | undefined;
}

const TOO_LATE: Reply = { answer: { kind: "timeout" }, ttl: undefined };

function keyOf(name: string, type: QueryType): string {
  return `${type} ${name}`;
}

async function ask(dns: DnsResolver, name: string, type: QueryType): Promise<Reply> {
  try {
    return await QUERIES[type](dns, name);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === NOTFOUND) return { answer: { kind: "nxdomain" }, ttl: undefined };
    if (code === NODATA) return { answer: { kind: "nodata" }, ttl: undefined };
    // The machine's resolver asks for host names only; about any other name nothing is known, which is no failure of the DNS.
    if (code === BADNAME) return { answer: { kind: "unknown", names: [name] }, ttl: undefined };
    return TOO_LATE;
  }
}

const QUERIES: Readonly<Record<QueryType, (dns: DnsResolver, name: string) => Promise<Reply>>> = {
  A: async (dns, name) => addresses(await dns.resolve4(name, { ttl: true })),
  AAAA: async (dns, name) => addresses(await dns.resolve6(name, { ttl: true })),
  MX: async (dns, name) => {
    const records = await dns.resolveMx(name);
    return reply(records.map(({ priority, exchange }) => `${priority} ${hostName(exchange)}`));
  },
  PTR: async (dns, name) => reply((await dns.resolvePtr(name)).map(hostName)),
  TXT: async (dns, name) => reply((await dns.resolveTxt(name)).map((strings) => strings.join(""))),
};

function addresses(records: readonly { readonly address: string; readonly ttl: number }[]): Reply {
  const ttl = records.reduce((least, record) => Math.min(least, record.ttl), Number.POSITIVE_INFINITY);
  return { ...reply(records.map(({ address }) => address)), ttl };
}

function reply(values: readonly string[]): Reply {
  const answer: Answer = values.length === 0 ? { kind: "nodata" } : { kind: "records", values };
  return { answer, ttl: undefined };
}

/** The resolver leaves out the final dot, and the root altogether. */
function hostName(name: string): string {
  return absoluteName(name === "" ? "." : name, ".") ?? ".";
}
