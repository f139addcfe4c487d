/** The language server over its standard input and output, as an editor meets it. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { memoryOf, quantile } from "./measure.ts";

/** What editing one document costs, in seconds. */
export interface EditCosts {
  /** didOpen to the first findings. */
  readonly open: number;
  /** From there until everything is checked. */
  readonly checked: number;
  /** The same message to a process that parses it and answers at once. */
  readonly echo: number;
  readonly keystrokes: readonly {
    readonly where: string;
    readonly times: readonly number[];
    readonly right: number;
  }[];
  /** One edit that changes how the whole file reads: first findings, and a hover asked for right behind it. */
  readonly upheavals: readonly { readonly what: string; readonly first: number; readonly hover: number }[];
  readonly memory: { readonly now: number; readonly peak: number } | undefined;
}

/** Opens `text` in a fresh server and types in it: at its top and in its middle, `keystrokes` times each. */
export async function measureServer(server: string, text: string, keystrokes: number): Promise<EditCosts> {
  const echo = await timeEcho(text);
  const editor = await startEditor([server, "--stdio"], ZONE);
  try {
    const open = await editor.open(text);
    const checked = await editor.checked();
    const memory = memoryOf(editor.pid);
    const lines = text.split("\n");
    const spots = [
      { where: "top", line: findSpf(lines, 0) },
      { where: "middle", line: findSpf(lines, Math.floor(lines.length / 2)) },
    ];
    const typed: EditCosts["keystrokes"][number][] = [];
    for (const { where, line } of spots) {
      const column = (lines[line] ?? "").lastIndexOf("all") + 3;
      typed.push({ where, ...(await typeAt(editor, line, column, keystrokes)) });
      await editor.checked();
    }
    const upheavals = [
      { what: "unclosed quote in the first record", line: 3, column: 0, text: '"' },
      { what: "another $ORIGIN for the whole file", line: 1, column: "$ORIGIN ".length, text: "x" },
    ];
    const shaken: EditCosts["upheavals"][number][] = [];
    for (const { what, line, column, text } of upheavals) {
      const first = editor.change(line, column, column, text);
      const hover = editor.hover(line + 4, 8);
      shaken.push({ what, first: await first, hover: await hover });
      await editor.change(line, column, column + text.length, "");
      await editor.checked();
    }
    return { open, checked, echo, keystrokes: typed, upheavals: shaken, memory };
  } finally {
    editor.stop();
  }
}

/** Opens Terraform's `text` in a fresh server and types in a record of it in the middle. */
export async function measureTerraformTyping(server: string, text: string, keystrokes: number) {
  const editor = await startEditor([server, "--stdio"], {
    uri: "file:///bench/main.tf",
    languageId: "terraform",
  });
  try {
    await editor.open(text);
    await editor.checked();
    const lines = text.split("\n");
    const line = findSpf(lines, Math.floor(lines.length / 2));
    return await typeAt(editor, line, (lines[line] ?? "").lastIndexOf("all") + 3, keystrokes);
  } finally {
    editor.stop();
  }
}

/** Types an `l` behind the record's `all` and takes it away again; right = how many answers told the one from the other. */
async function typeAt(editor: Editor, line: number, column: number, count: number) {
  const times: number[] = [];
  let right = 0;
  for (let i = 0; i < count; i++) {
    const insert = i % 2 === 0;
    const seconds = insert
      ? await editor.change(line, column, column, "l")
      : await editor.change(line, column, column + 1, "");
    // The first edits run in cold code: an editing session has them once.
    if (i >= WARM_UP) {
      times.push(seconds);
      if (editor.hasErrorAt(line) === insert) right++;
    }
    await editor.settle();
  }
  return { times, right: right / times.length };
}

const WARM_UP = 20;

function findSpf(lines: readonly string[], from: number): number {
  const found = lines.findIndex((line, i) => i >= from && line.includes("v=spf1") && line.includes("all"));
  if (found < 0) throw new Error("the zone has no SPF record to type in");
  return found;
}

interface Editor {
  readonly pid: number;
  open(text: string): Promise<number>;
  change(line: number, from: number, to: number, text: string): Promise<number>;
  hover(line: number, character: number): Promise<number>;
  /** Waits until the server is not at work behind the scenes; gives the seconds. */
  checked(): Promise<number>;
  /** Waits until the server has had nothing to say for a while. */
  settle(): Promise<void>;
  hasErrorAt(line: number): boolean;
  stop(): void;
}

/** Where the echo finds its library. */
const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const ZONE = { uri: "file:///bench/hosting.test.zone", languageId: "dns-zone" };

async function startEditor(args: readonly string[], { uri, languageId }: typeof ZONE): Promise<Editor> {
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"], cwd: REPOSITORY });
  let version = 0;
  let nextId = 1;
  let lastMessage = 0;
  let findings = "";
  let isAtWork = false;
  let awaited: { readonly version: number; readonly done: (at: number) => void } | undefined;
  const replies = new Map<number, (at: number) => void>();

  readMessages(child, (body, at) => {
    lastMessage = at;
    const head = body.toString("latin1", 0, 200);
    if (!head.includes('"textDocument/publishDiagnostics"')) {
      const message: { id?: number; method?: string; params?: { value?: { kind?: string } } } = JSON.parse(
        body.toString(),
      );
      if (message.method === "$/progress") isAtWork = message.params?.value?.kind !== "end";
      if (message.id === undefined) return;
      if (message.method !== undefined) return send(child, { id: message.id, result: null });
      replies.get(message.id)?.(at);
      replies.delete(message.id);
      return;
    }
    findings = body.toString();
    const said =
      /"version":(\d+)/.exec(findings.slice(0, 400)) ?? /"version":(\d+)[^[\]]*$/.exec(findings.slice(-400));
    if (awaited === undefined || (said !== null && Number(said[1]) < awaited.version)) return;
    awaited.done(at);
    awaited = undefined;
  });

  const request = (method: string, params: unknown): Promise<number> => {
    const id = nextId++;
    return new Promise((done) => {
      replies.set(id, done);
      send(child, { id, method, params });
    });
  };
  const timed = async (answer: (began: number) => Promise<number>): Promise<number> => {
    const began = performance.now();
    return ((await answer(began)) - began) / 1000;
  };
  const findingsOf = (version: number): Promise<number> =>
    within(ANSWER_MS, "findings", new Promise((done) => (awaited = { version, done })));

  const capabilities = {
    window: { workDoneProgress: true },
    textDocument: { publishDiagnostics: { versionSupport: true }, hover: {} },
  };
  await within(
    ANSWER_MS,
    "initialize",
    request("initialize", { processId: null, rootUri: null, capabilities }),
  );
  send(child, { method: "initialized", params: {} });

  return {
    pid: child.pid ?? 0,
    open: (text) =>
      timed(() => {
        version = 1;
        const answer = findingsOf(version);
        const textDocument = { uri, languageId, version, text };
        send(child, { method: "textDocument/didOpen", params: { textDocument } });
        return answer;
      }),
    change: (line, from, to, text) =>
      timed(() => {
        version++;
        const answer = findingsOf(version);
        const range = { start: { line, character: from }, end: { line, character: to } };
        const params = { textDocument: { uri, version }, contentChanges: [{ range, text }] };
        send(child, { method: "textDocument/didChange", params });
        return answer;
      }),
    hover: (line, character) =>
      timed(() => request("textDocument/hover", { textDocument: { uri }, position: { line, character } })),
    checked: async () => {
      const began = performance.now();
      // What takes less long is not told to be at work.
      await new Promise((done) => setTimeout(done, UNTOLD_MS));
      while (isAtWork) await new Promise((done) => setTimeout(done, QUIET_MS));
      return (performance.now() - began) / 1000;
    },
    settle: async () => {
      do {
        await new Promise((done) => setTimeout(done, QUIET_MS));
      } while (performance.now() - lastMessage < QUIET_MS);
    },
    hasErrorAt: (line) => {
      const message: { params: { diagnostics: { severity: number; range: { start: { line: number } } }[] } } =
        JSON.parse(findings);
      return message.params.diagnostics.some((one) => one.severity === 1 && one.range.start.line === line);
    },
    stop: () => child.kill(),
  };
}

/** How long the server must have been silent for an edit to count as digested. */
const QUIET_MS = 4;
const UNTOLD_MS = 700;
const ANSWER_MS = 60_000;

async function within<T>(ms: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no answer to ${what} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Calls `take` with each message's body and the moment its last byte arrived. */
function readMessages(child: ChildProcess, take: (body: Buffer, at: number) => void): void {
  let pending: Buffer[] = [];
  let held = 0;
  let needed = -1;
  child.stdout?.on("data", (chunk: Buffer) => {
    pending.push(chunk);
    held += chunk.length;
    while (held > 0 && (needed < 0 || held >= needed)) {
      const all = Buffer.concat(pending);
      pending = [all];
      const end = all.indexOf("\r\n\r\n");
      if (end < 0) return;
      needed = end + 4 + Number(/content-length: *(\d+)/i.exec(all.toString("latin1", 0, end))?.[1]);
      if (held < needed) return;
      take(all.subarray(end + 4, needed), performance.now());
      pending = [all.subarray(needed)];
      held -= needed;
      needed = -1;
    }
  });
}

function send(child: ChildProcess, message: object): void {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  child.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`);
  child.stdin?.write(body);
}

/** The wire alone: a server on the same library that does nothing with the document. */
const ECHO = `
import { createConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
const connection = createConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
connection.onInitialize(() => ({ capabilities: { textDocumentSync: 2 } }));
connection.onDidOpenTextDocument(({ textDocument: { uri, version } }) =>
  connection.sendDiagnostics({ uri, version, diagnostics: [] }));
connection.listen();
`;

async function timeEcho(text: string): Promise<number> {
  const editor = await startEditor(["--input-type=module", "-e", ECHO], ZONE);
  try {
    return await editor.open(text);
  } finally {
    editor.stop();
  }
}

/** Median and 95th percentile of one place's keystrokes. */
export function summary(times: readonly number[]): { readonly median: number; readonly p95: number } {
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95) };
}
