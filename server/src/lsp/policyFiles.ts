import { namesOfInterest } from "../check/changes.ts";
import type { RecordDocument } from "../dns/document.ts";
import { domainOfPolicy, isPolicyPath, type PolicyFile, type PolicyFiles } from "../mail/mtaSts.ts";

/** The limit that RFC 8461 section 3.3 suggests to senders. */
const MOST_CHARACTERS = 65_536;
const OWNER = "_mta-sts.";

interface Surroundings {
  readonly documents: () => readonly RecordDocument[];
  /** The URIs of the workspace's folders. */
  readonly folders: () => readonly string[];
}

/** The MTA-STS policy files of the workspace as they are on disk, by the domain that each is for. */
export class PolicyFilesOnDisk implements PolicyFiles {
  readonly #around: Surroundings;
  /** By URI. */
  readonly #texts = new Map<string, string>();
  #domains: ReadonlySet<string> = new Set();
  readonly #byDomain = new Map<string, PolicyFile>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get(domain: string): PolicyFile | undefined {
    if (this.#texts.size === 0) return undefined;
    // A record that was written since.
    if (!this.#domains.has(domain)) this.assign([domain]);
    return this.#byDomain.get(domain);
  }

  /** Takes in what a file holds now; undefined where it is gone. */
  set(uri: string, text: string | undefined): void {
    if (text === undefined || text.length > MOST_CHARACTERS) this.#texts.delete(uri);
    else this.#texts.set(uri, text);
  }

  /** Leaves out the files whose URI is not kept. Returns whether there were any. */
  keep(isKept: (uri: string) => boolean): boolean {
    const gone = [...this.#texts.keys()].filter((uri) => !isKept(uri));
    for (const uri of gone) this.#texts.delete(uri);
    return gone.length > 0;
  }

  /**
   * Finds out anew which file is whose. Returns all domains with an MTA-STS record.
   * @param more domains that have one, whatever the documents say
   */
  assign(more: readonly string[] = []): ReadonlySet<string> {
    const documents = this.#around.documents();
    const names = documents.flatMap(({ parts }) => [...namesOfInterest(parts)]);
    const stated = names.filter((name) => name.startsWith(OWNER)).map((name) => name.slice(OWNER.length));
    this.#domains = new Set([...stated, ...more]);
    this.#byDomain.clear();
    for (const [uri, text] of this.#texts) {
      const domain = domainOfPolicy(decoded(uri), [...this.#domains]);
      if (domain !== undefined && !this.#byDomain.has(domain))
        this.#byDomain.set(domain, { path: this.#shown(uri), text });
    }
    return this.#domains;
  }

  // A path as people see it below the folder of the workspace.
  #shown(uri: string): string {
    const folder = this.#around
      .folders()
      .map((one) => `${one.replace(/\/$/, "")}/`)
      .find((one) => uri.startsWith(one));
    return decoded(folder === undefined ? uri : uri.slice(folder.length));
  }
}

/** Whether a policy file has this URI. */
export function isPolicyUri(uri: string): boolean {
  return isPolicyPath(decoded(uri));
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
