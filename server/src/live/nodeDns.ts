import { BADNAME, Resolver as DnsResolver, NODATA, NOTFOUND } from "node:dns/promises";
import { absoluteName } from "../dns/names.ts";
import { type LiveDns, liveDns, type Reply } from "../mail/live.ts";
import type { Answer, QueryType } from "../mail/resolver.ts";

export interface LiveOptions {
  /** Name servers as "address" or "address:port"; those of the machine where none are given. */
  readonly servers?: readonly string[];
  /** Milliseconds for one try at one server. */
  readonly timeout?: number;
  readonly now?: () => number;
}

/** Live DNS by way of the machine's resolver. Throws where a server is no address. */
export function nodeDns(options: LiveOptions = {}): LiveDns {
  const { servers = [], timeout = 3000, now = Date.now } = options;
  const dns = new DnsResolver({ timeout, tries: 2 });
  if (servers.length > 0) dns.setServers(servers);
  return liveDns((name, type) => ask(dns, name, type), now);
}

async function ask(dns: DnsResolver, name: string, type: QueryType): Promise<Reply> {
  try {
    return await QUERIES[type](dns, name);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return { answer: failureOf(name, code), ttl: undefined };
  }
}

function failureOf(name: string, code: unknown): Answer {
  if (code === NOTFOUND) return { kind: "nxdomain" };
  if (code === NODATA) return { kind: "nodata" };
  // The machine's resolver asks for host names only; about any other name nothing is known, which is no failure of the DNS.
  return code === BADNAME ? { kind: "unknown", names: [name] } : { kind: "timeout" };
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
