import { nodeDns } from "../live/nodeDns.ts";
import type { LiveAnswer, LiveDns } from "../mail/live.ts";
import { UsageError } from "./usage.ts";

/** The options of the commands that may ask the DNS. */
export const LIVE_OPTIONS = {
  live: { type: "boolean", default: false },
  server: { type: "string", multiple: true },
} as const;

/** Live DNS as the options ask for it; undefined without `--live`. Throws a UsageError. */
export function liveOf(options: {
  readonly live: boolean;
  readonly server?: readonly string[] | undefined;
}): LiveDns | undefined {
  const { live, server = [] } = options;
  if (server.length > 0 && !live) throw new UsageError("--server says where to ask with --live; add --live");
  if (!live) return undefined;
  try {
    return nodeDns({ servers: server });
  } catch {
    throw new UsageError(`--server takes an address, or address:port, not \`${server.join(", ")}\``);
  }
}

/** A live answer in JSON. */
export function liveJson({ name, type, answer, readAt, ttl }: LiveAnswer) {
  return {
    name: plain(name),
    type,
    answer: answer.kind,
    readAt: new Date(readAt).toISOString(),
    ttl: ttl ?? null,
  };
}

/** A live answer in one line: what was asked, what kind of answer came, and when. */
export function liveLine({ name, type, answer, readAt }: LiveAnswer): string {
  return `live: ${plain(name)} ${type}, ${answer.kind}, read ${new Date(readAt).toISOString()}`;
}

// A name as people write it.
function plain(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}
