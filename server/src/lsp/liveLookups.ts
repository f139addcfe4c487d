import type { LiveDns } from "../mail/live.ts";
import type { LiveSettings } from "./settings.ts";

/** How this server reaches the DNS: `endpoint` is a DNS-over-HTTPS address, or empty for the machine's own resolver. */
export type OpenDns = (endpoint: string) => LiveDns | undefined;

/** Somebody who hovers does not wait longer than this for the DNS, in milliseconds. */
const PATIENCE = 3000;

/** Live DNS, only where a person turned it on, and not in a workspace that is not trusted. */
export class LiveLookups {
  /** Whether the client trusts the workspace; clients that know no trust do. */
  trusted = true;
  readonly #open: OpenDns;
  readonly #opened = new Map<string, LiveDns | undefined>();

  constructor(open: OpenDns) {
    this.#open = open;
  }

  /** The DNS as the settings want it asked; undefined where it is not to be asked, or cannot be. */
  dnsFor({ enabled, endpoint }: LiveSettings): LiveDns | undefined {
    if (!enabled || !this.trusted) return undefined;
    if (!this.#opened.has(endpoint)) this.#opened.set(endpoint, this.#open(endpoint));
    return this.#opened.get(endpoint);
  }

  /** What `live` comes to in time, otherwise `offline`. */
  async inTime<T>(live: Promise<T>, offline: () => T): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((done) => {
      timer = setTimeout(() => done(undefined), PATIENCE);
    });
    const first = await Promise.race([live.then((value) => ({ value })), late]).catch(() => undefined);
    clearTimeout(timer);
    return first === undefined ? offline() : first.value;
  }
}
