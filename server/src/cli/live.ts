import { nodeDns } from "../live/nodeDns.ts";
import type { LiveDns } from "../mail/live.ts";
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
