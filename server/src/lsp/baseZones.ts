import type { Connection } from "vscode-languageserver";
import { baseOf } from "../check/baseZone.ts";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { ZoneBase } from "../rules/rule.ts";
import { ZoneDocument } from "../zone/document.ts";

/** Zones beyond this size are not compared: it would hold up whoever types. */
const MOST_CHARACTERS = 2_000_000;

/**
 * What zones held at the last commit, from a client that can tell (`dnslens/baseText`). They are compared when a zone is
 * opened and when it is saved; between the two the comparison stands.
 */
export class BaseZones {
  /** Whether the client answers. */
  answered = false;
  readonly #connection: Connection;
  readonly #texts = new Map<string, string>();
  readonly #documents = new Map<string, ZoneDocument>();
  readonly #compared = new Map<string, ZoneBase | undefined>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Asks what a zone held. Says whether anything is known about that now, or was. */
  async ask({ uri, length }: ZoneDocument): Promise<boolean> {
    if (!this.answered || length > MOST_CHARACTERS) return false;
    const text = await this.#textOf(uri);
    const known = this.#texts.has(uri);
    this.forget(uri);
    if (text !== undefined && text.length <= MOST_CHARACTERS) this.#texts.set(uri, text);
    return known || this.#texts.has(uri);
  }

  /** The zone at the last commit, as it was compared last. */
  zone(document: ZoneDocument, soa: DnsRecord): ZoneBase | undefined {
    const { uri } = document;
    const text = this.#texts.get(uri);
    if (text === undefined) return undefined;
    if (!this.#compared.has(uri)) this.#compared.set(uri, baseOf(document, soa, text));
    return this.#compared.get(uri);
  }

  /** A zone at the last commit; undefined where nothing is known about it. */
  before(document: RecordDocument): RecordDocument | undefined {
    const { uri } = document;
    const text = this.#texts.get(uri);
    if (text === undefined || !(document instanceof ZoneDocument)) return undefined;
    const known = this.#documents.get(uri);
    if (known !== undefined) return known;
    const { origin } = document;
    const before = new ZoneDocument(uri, text, origin === undefined ? {} : { origin });
    this.#documents.set(uri, before);
    return before;
  }

  forget(uri: string): void {
    this.#texts.delete(uri);
    this.#documents.delete(uri);
    this.#compared.delete(uri);
  }

  // A client that fails to answer knows nothing.
  async #textOf(uri: string): Promise<string | undefined> {
    try {
      return (await this.#connection.sendRequest<string | null>("dnslens/baseText", { uri })) ?? undefined;
    } catch {
      return undefined;
    }
  }
}
