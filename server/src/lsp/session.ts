import type { Connection, WorkspaceFolder } from "vscode-languageserver";
import { TextDocuments } from "vscode-languageserver";
import { includedBy, type RecordDocument } from "../dns/document.ts";
import type { Lookup } from "../dns/record.ts";
import { diagnosticsOf, MOST_SHOWN } from "../features/diagnostics.ts";
import type { Finding } from "../rules/finding.ts";
import { TerraformProject } from "../terraform/project.ts";
import { Workspace } from "../workspace.ts";
import { ZoneDocument } from "../zone/document.ts";
import { configuredOrigin, type NamedConf } from "../zone/namedConf.ts";
import { type ClientAbilities, NO_ABILITIES } from "./abilities.ts";
import { BaseZones } from "./baseZones.ts";
import { DiskNews } from "./diskNews.ts";
import { placeOf } from "./failures.ts";
import { isHead } from "./heads.ts";
import { type Host, isReadByName } from "./host.ts";
import { IncludedFiles } from "./includedFiles.ts";
import { readNamedConfs } from "./namedConfs.ts";
import { type OpenDocument, readDocument, storeIn } from "./openDocuments.ts";
import { isPolicyUri, PolicyFilesOnDisk } from "./policyFiles.ts";
import { Progress } from "./progress.ts";
import { refreshHints, refreshLenses } from "./refreshes.ts";
import { DEFAULT_SETTINGS, originFor, readSettings, type Settings } from "./settings.ts";
import { findingsFor } from "./shapes.ts";
import { Slices } from "./slices.ts";
import { pathOf } from "./uris.ts";

/** So many blocks of a zone are read again before the server hears what it is asked. */
const BLOCKS_IN_A_TURN = 4;

/** Files beyond these sizes are read when somebody opens them. */
const MOST_FILES = 2000;
const MOST_CHARACTERS = 16_000_000;
const MOST_CHARACTERS_IN_ALL = 100_000_000;

/** The open documents and the workspace's files as one view, and who has to be told when they change. */
export class Session {
  readonly workspace = new Workspace(undefined, {
    now: () => Date.now() / 1000,
    baseZone: (document, soa) => this.bases.zone(document, soa),
  });
  readonly bases: BaseZones;
  readonly terraform = new TerraformProject({ read: (from, path) => this.included.include(from, path) });
  readonly included = new IncludedFiles({
    host: () => this.#host,
    opened: (uri) => this.documents.get(uri)?.document.text(),
    folders: () => this.folders.map(({ uri }) => uri),
    wanted: (uri) => this.watch(uri),
    arrived: (uris) => this.#publish(this.#refreshed(...uris)),
  });
  readonly #policies = new PolicyFilesOnDisk({
    documents: () => this.#all(),
    folders: () => this.folders.map(({ uri }) => uri),
  });
  readonly #news = new DiskNews({
    host: () => (this.abilities.watches ? undefined : this.#host),
    folders: () => this.folders.map(({ uri }) => uri),
    isWanted: (uri) => this.documents.get(uri) === undefined && this.concerns(uri, this.#takesNewFiles),
    read: (uri, isOneOfMany) => this.readFile(uri, isOneOfMany),
  });
  readonly #slices = new Slices({
    step: () => this.#readOn() ?? this.workspace.catchUp(),
    isBehind: () => this.#isBehind,
    tell: (touched) => this.#publish(touched, true),
    takesLong: (isLong) => (isLong ? this.#progress.begin() : this.#progress.end()),
    failed: (error) => this.#connection.console.error(`A check failed${placeOf(error)}`),
  });
  readonly documents = new TextDocuments(
    storeIn(this.terraform, this.included, (uri) => this.#files.get(uri)),
  );
  abilities: ClientAbilities = NO_ABILITIES;
  folders: readonly WorkspaceFolder[] = [];
  /** Asks the client to tell when a file changes that no pattern names. */
  watch: (uri: string) => void = () => undefined;
  readonly #connection: Connection;
  readonly #progress: Progress;
  #host: Host;
  #common = DEFAULT_SETTINGS;
  readonly #settings = new Map<string, Settings>();
  #confs: readonly NamedConf[] = [];
  /** Documents as they are on disk, while no editor has them open. */
  readonly #files = new Map<string, RecordDocument>();
  /** Whether the workspace was read, and all of it. */
  #takesNewFiles = false;

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.bases = new BaseZones(connection);
    this.#progress = new Progress(connection, "Checking zone files", () => this.abilities.progress);
    this.documents.onDidSave(({ document }) => {
      void this.#news.look();
      void this.#askBase(document);
    });
    this.documents.onDidOpen(({ document }) => void this.#opened(document));
    this.documents.onDidChangeContent(({ document }) => {
      if (document.version !== this.#openedAt.get(document.uri)) this.#changed(document);
    });
    this.documents.onDidClose(({ document }) => void this.#closed(document));
  }

  /** The version at which each document was opened: its first findings wait for its settings. */
  readonly #openedAt = new Map<string, number>();

  useHost(host: Host): void {
    this.#host = host;
  }

  /** The document as an editor shows it, or as it is on disk; an included one as the file that includes it reads it. */
  document(uri: string): RecordDocument | undefined {
    return this.workspace.partOf(uri) ?? this.documents.get(uri)?.document ?? this.#files.get(uri);
  }

  /** A document first, then everything else of the workspace. */
  documentsFrom(uri: string): readonly RecordDocument[] {
    const own = this.document(uri);
    const others = this.#all().filter((document) => document !== own && isHead(document.uri));
    return own === undefined ? others : [own, ...others];
  }

  /** As `documentsFrom`, with the files that they include, each as often as it is read with another origin. */
  placesFrom(uri: string): readonly RecordDocument[] {
    const [own, ...others] = this.documentsFrom(uri);
    const parts = new Set([own, ...others].flatMap((document) => document?.included ?? []));
    const included = new Set([...parts].map((part) => part.uri));
    const heads = others.filter((document) => !included.has(document.uri));
    if (own !== undefined) parts.delete(own);
    return own === undefined ? [...heads, ...parts] : [own, ...heads, ...parts];
  }

  /** Leaves out the files of folders that are no longer open. */
  forgetOutside(): void {
    for (const uri of [...this.#files.keys()]) {
      if (this.#isOfWorkspace(uri)) continue;
      this.#files.delete(uri);
      this.#publish(this.#forget(uri), true);
    }
    if (this.#policies.keep((uri) => this.#isOfWorkspace(uri)))
      this.#publish(this.workspace.setPolicyFiles(this.#policies, this.#policies.assign()), true);
  }

  lookupFrom(uri: string): Lookup {
    return this.workspace.lookupFrom(uri);
  }

  settingsOf(uri: string): Settings {
    return this.#settings.get(uri) ?? this.#common;
  }

  findings(uri: string): readonly Finding[] {
    this.#publish(this.workspace.readEntered());
    return this.workspace.findings(uri, this.settingsOf(uri).check);
  }

  /** What an editor shows in a document: nothing in the old side of a comparison, which nobody can mend. */
  diagnostics(uri: string) {
    const document = this.document(uri);
    if (document === undefined || !isHead(uri)) return [];
    this.#publish(this.workspace.readEntered());
    const shown = this.workspace.shown(document, this.settingsOf(uri).check, MOST_SHOWN);
    return findingsFor(this.abilities.shows, diagnosticsOf(document, shown));
  }

  /** Reads the zone files of the workspace, so that names resolve that no open document holds. */
  async readWorkspace(): Promise<void> {
    if (this.abilities.configuration) this.#common = (await this.#settingsFor(undefined)) ?? this.#common;
    this.#confs = await readNamedConfs(
      this.#host,
      this.folders.map(({ uri }) => uri),
    );
    for (const open of this.#confs.length > 0 ? this.documents.all() : []) {
      open.setOrigin(this.#originOf(open.uri, this.settingsOf(open.uri)));
      this.#changed(open);
    }
    let left = MOST_CHARACTERS_IN_ALL;
    const found = await this.#host.find(this.folders.map(({ uri }) => uri));
    const policies = found.filter(isPolicyUri);
    for (const uri of found.filter((one) => !isPolicyUri(one)).slice(0, MOST_FILES)) {
      if (left > 0) left -= await this.readFile(uri, true);
    }
    await this.#readPolicies(policies.slice(0, MOST_FILES));
    this.#takesNewFiles = left > 0 && found.length <= MOST_FILES;
  }

  /** Whether a file is worth reading: it was read before, or is new and named like one. Others may have the name of a watched one. */
  concerns(uri: string, takesNewFiles = true): boolean {
    if (this.#files.has(uri) || this.included.knows(uri)) return true;
    return takesNewFiles ? isReadByName(uri) : isPolicyUri(uri);
  }

  async #readPolicies(uris: readonly string[]): Promise<void> {
    if (uris.length === 0) return;
    for (const uri of uris) this.#policies.set(uri, await this.#host.read(uri));
    this.#publish(this.workspace.setPolicyFiles(this.#policies, this.#policies.assign()), true);
  }

  /**
   * Reads a file of the workspace as it is now, unless an editor has it open. Returns how many characters it has.
   *
   * @param isOneOfMany what follows from it waits until all of them are read
   */
  async readFile(uri: string, isOneOfMany = false): Promise<number> {
    if (isPolicyUri(uri)) {
      await this.#readPolicies([uri]);
      return 0;
    }
    if (this.included.knows(uri)) {
      await this.included.read(uri);
      // By itself it is no zone: it is read where it is included.
      if (!isReadByName(uri)) return 0;
    }
    const text = this.documents.get(uri) === undefined ? await this.#host.read(uri) : undefined;
    if (this.documents.get(uri) !== undefined) return 0;
    const origin = this.#originOf(uri, this.#common);
    const document =
      text === undefined || text.length > MOST_CHARACTERS
        ? undefined
        : readDocument(uri, undefined, text, origin, this.terraform, this.included);
    if (document === undefined) {
      this.#files.delete(uri);
      this.#publish(this.#forget(uri));
      return 0;
    }
    this.#files.set(uri, document);
    if (isOneOfMany) {
      this.workspace.enter(document);
      this.#slices.begin();
    } else this.#publish(this.#takeIn(document));
    return document.length;
  }

  /** Takes in settings sent unasked; asks for those of each document where the client answers that. */
  async configure(section: unknown): Promise<void> {
    const { origins } = this.#common;
    this.#common = readSettings(section);
    this.#settings.clear();
    await Promise.all(this.documents.all().map((open) => this.#loadSettings(open)));
    // With another origin it is another document.
    for (const { document } of this.documents.all()) this.#takeIn(document);
    for (const uri of [...this.#files.keys()]) {
      if (originFor(uri, origins) !== originFor(uri, this.#common.origins)) await this.readFile(uri);
    }
    this.#publish(this.documents.keys(), true);
    refreshLenses(this.#connection, this.abilities);
    refreshHints(this.#connection, this.abilities);
  }

  async #opened(open: OpenDocument): Promise<void> {
    this.#openedAt.set(open.uri, open.version);
    this.#files.delete(open.uri);
    this.#takeIn(open.document);
    await this.#loadSettings(open);
    // Everything that happened since is in the document itself.
    this.#openedAt.delete(open.uri);
    if (this.documents.get(open.uri) !== open) return;
    void this.#news.look();
    this.#changed(open);
    await this.#askBase(open);
  }

  /** Compares what is open with the last commit again: there is a new one. */
  async baseMoved(): Promise<void> {
    await Promise.all(this.documents.all().map((open) => this.#askBase(open)));
  }

  async #askBase({ uri, document }: OpenDocument): Promise<void> {
    if (!(document instanceof ZoneDocument) || !isHead(uri) || !(await this.bases.ask(document))) return;
    this.workspace.baseChanged(uri);
    refreshLenses(this.#connection, this.abilities);
    this.#publish([uri], true);
  }

  // What would keep a person waiting is left for when nothing else is to be done.
  #takeIn(document: RecordDocument): readonly string[] {
    const touched = this.workspace.update(document, true);
    if (this.#isBehind) this.#slices.begin();
    return touched;
  }

  get #isBehind(): boolean {
    return this.workspace.isBehind || this.#unread().length > 0;
  }

  // Documents of which something is still read as it was before an edit above it.
  #unread(): readonly ZoneDocument[] {
    const zones = this.documents.all().map(({ document }) => document);
    return zones.filter((document) => document instanceof ZoneDocument).filter(({ isBehind }) => isBehind);
  }

  // A little of what edits left to be read; all of it counts at once, when it is read. Undefined where there is nothing.
  #readOn(): readonly string[] | undefined {
    const [document] = this.#unread();
    if (document === undefined) return undefined;
    document.catchUp(BLOCKS_IN_A_TURN);
    return document.isBehind ? [] : this.#takeIn(document);
  }

  /** Reads what edits left to be read: who changes or looks for names wants all of them as they are. */
  readAll(): void {
    for (const document of this.#unread()) {
      document.catchUp();
      this.#publish(this.#takeIn(document), true);
    }
  }

  #changed({ uri, document }: OpenDocument): void {
    this.#publish([...this.#takeIn(document), ...includedBy(document), ...this.#refreshed(uri)]);
  }

  // The zones that include files read them again, and so does Terraform. Returns what may say something else now.
  #refreshed(...uris: readonly string[]): readonly string[] {
    const touched: (readonly string[])[] = [];
    const here = new Set(uris);
    for (const document of this.#all()) {
      const asked = document instanceof ZoneDocument ? document.asked(here) : [];
      if (!(document instanceof ZoneDocument) || asked.length === 0) continue;
      document.refresh();
      touched.push(this.#takeIn(document), includedBy(document), asked);
    }
    for (const document of new Set(uris.flatMap((uri) => this.terraform.refresh(uri))))
      touched.push(this.#takeIn(document), [document.uri]);
    return touched.flat();
  }

  async #closed({ uri, document }: OpenDocument): Promise<void> {
    this.#settings.delete(uri);
    this.bases.forget(uri);
    if (!this.abilities.pullsDiagnostics) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    const isOnDisk = isHead(uri) && !uri.startsWith("untitled:") && this.#isOfWorkspace(uri);
    const text = isOnDisk ? await this.#host.read(uri) : undefined;
    // While it was open nobody looked at what was saved.
    if (this.included.knows(uri)) await this.included.read(uri);
    if (this.documents.get(uri) !== undefined) return;
    // What was typed and not saved is gone: the file is again what it is on disk.
    if (text !== undefined && document instanceof ZoneDocument && document.text() === text) {
      this.#files.set(uri, document);
      return;
    }
    this.#publish([...this.#forget(uri), ...this.#refreshed(uri)]);
    if (isOnDisk) await this.readFile(uri);
  }

  // What other files of a Terraform folder say may change with it.
  #forget(uri: string): readonly string[] {
    const related = this.terraform.related(uri);
    const touched = new Set(this.workspace.remove(uri, true));
    if (this.#isBehind) this.#slices.begin();
    this.terraform.close(uri);
    for (const other of related.keys()) {
      const document = other === uri ? undefined : this.document(other);
      if (document !== undefined) for (const one of this.#takeIn(document)) touched.add(one);
    }
    return [...touched];
  }

  #isOfWorkspace(uri: string): boolean {
    return this.folders.some((folder) => uri.startsWith(`${folder.uri.replace(/\/$/, "")}/`));
  }

  async #loadSettings(open: OpenDocument): Promise<void> {
    const { uri } = open;
    const settings = this.abilities.configuration ? await this.#settingsFor(uri) : undefined;
    if (settings !== undefined) this.#settings.set(uri, settings);
    open.setOrigin(this.#originOf(uri, this.settingsOf(uri)));
  }

  // Undefined from a client that cannot answer; it has the defaults, or what it sent unasked.
  async #settingsFor(scopeUri: string | undefined): Promise<Settings | undefined> {
    const item = { section: "dnslens", ...(scopeUri === undefined ? {} : { scopeUri }) };
    try {
      return readSettings(await this.#connection.workspace.getConfiguration(item));
    } catch {
      return undefined;
    }
  }

  #originOf(uri: string, { origins }: Settings): string | undefined {
    return originFor(uri, origins) ?? configuredOrigin(this.#confs, pathOf(uri));
  }

  /** @param unasked nothing was edited, so that a client that asks for findings does not know that there are others */
  #publish(touched: readonly string[], unasked = false): void {
    const uris = [...new Set(touched)];
    if (this.abilities.pullsDiagnostics) {
      if ((uris.length > 1 || (unasked && uris.length > 0)) && this.abilities.refreshesDiagnostics)
        void this.#connection.languages.diagnostics.refresh();
      return;
    }
    for (const uri of uris) {
      const open = this.documents.get(uri);
      if (open === undefined) continue;
      const diagnostics = this.diagnostics(uri);
      void this.#connection.sendDiagnostics({ uri, version: open.version, diagnostics });
    }
  }

  #all(): readonly RecordDocument[] {
    return [...this.documents.all().map(({ document }) => document), ...this.#files.values()];
  }
}
