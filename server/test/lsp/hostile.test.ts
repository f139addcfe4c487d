import assert from "node:assert/strict";
import { test } from "node:test";
import { startEditor } from "./client.ts";

/** What a person may open by mistake, or is in the middle of writing. */
const TEXTS: Readonly<Record<string, string>> = {
  empty: "",
  blank: "\n\n \t\n",
  nul: '@ IN TXT "a\0b"\n\0\0\0\n',
  binary: Array.from({ length: 2000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join(""),
  surrogates: '@ TXT "\ud800" "\udfff\ud83d"\n\ud83d\ude00 A 192.0.2.1\n',
  mark: '\ufeff@ 3600 IN TXT "v=spf1 -all"\n',
  carriageReturns: '@ 3600 IN TXT "v=spf1 mx -all"\rwww A 192.0.2.1\r',
  mixed: '@ 3600 IN TXT "v=spf1 mx -all"\r\nwww A 192.0.2.1\n\rmail A x\r',
  open: `@ 3600 TXT ${"(".repeat(5000)}`,
  closed: ")))))\n) A (\n",
  quote: '@ TXT "never closed\nwww A 192.0.2.1\n',
  escapes: '\\ TXT "\\"\n\\300\\ A \\9\n@ TXT "\\',
  directives:
    "$\n$ORIGIN\n$TTL x\n$INCLUDE\n$INCLUDE ../../../etc/passwd\n$GENERATE 1-2147483647 a$ A 10.0.0.$\n$GENERATE\n",
  labels: `${"a.".repeat(300)} A 192.0.2.1\n${"b".repeat(100)} MX x\n.. A 1\n*.*. TXT "v=DMARC1"\n`,
  spf: '@ TXT "v=spf1 include:%{ redirect=%{d%} ip4:/ ip6:::/ a:/// exp= exists:%{i}%{ -all all"\n',
  dkim: 's._domainkey TXT "v=DKIM1; k=; p=;;p==;;; t=:; h=::" ; "\n_dmarc TXT "v=DMARC1; p=; rua=mailto:!,,; ri=-"\n',
  types: "@ SVCB 1 . ( key65536= alpn=, ipv4hint=\n@ LOC 1\n@ NAPTR\n@ TYPE65536 \\# 3 ab\n@ CAA 999 x y\n",
  long: `@ TXT "${"v=spf1 ".repeat(3000)}"\n`,
};

const CONFIGURATIONS: Readonly<Record<string, string>> = {
  empty: "",
  open: 'resource "aws_route53_record" "a" {\n  name = "${',
  heredoc: 'resource "aws_route53_record" "a" {\n  records = [<<EOT\nv=spf1 ${var.',
  braces: "{".repeat(2000),
  wrong:
    'resource "cloudflare_record" "x" { name = type = "TXT" value = [[[ } }\nresource {}\nresource "a" "b" "c" {}',
  surrogates:
    'resource "aws_route53_record" "a" {\n  name = "\ud800"\n  type = "TXT"\n  records = ["v=spf1 \\"\ude00"]\n}\n',
};

const AT_A_POSITION = [
  "hover",
  "completion",
  "signatureHelp",
  "definition",
  "references",
  "documentHighlight",
  "prepareRename",
  "prepareCallHierarchy",
] as const;

const ON_A_DOCUMENT = [
  "documentSymbol",
  "foldingRange",
  "documentLink",
  "codeLens",
  "semanticTokens/full",
  "diagnostic",
] as const;

const ON_A_RANGE = ["inlayHint", "semanticTokens/range", "rangeFormatting"] as const;

const EMPTY = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Places in the text, at its edges and outside. */
function positionsIn(text: string) {
  const lines = text.split(/\r\n|\r|\n/);
  const some = lines.flatMap((line, i) =>
    [0, 3, Math.floor(line.length / 2), line.length].map((character) => ({ line: i, character })),
  );
  const step = Math.max(1, Math.floor(some.length / 24));
  return [
    ...some.filter((_, i) => i % step === 0),
    { line: 0, character: 2 ** 31 - 1 },
    { line: lines.length, character: 0 },
    { line: 2 ** 31 - 1, character: 7 },
  ];
}

for (const [language, texts] of Object.entries({ "dns-zone": TEXTS, terraform: CONFIGURATIONS })) {
  test(`every request is answered on every text, wherever it points: ${language}`, async () => {
    const editor = await startEditor();
    const complaints: string[] = [];
    editor.connection.onNotification(
      "window/logMessage",
      ({ type, message }: { type: number; message: string }) => {
        if (type === 1) complaints.push(message);
      },
    );
    let answered = 0;
    for (const [name, text] of Object.entries(texts)) {
      const uri = `file:///hostile/${name}.${language === "terraform" ? "tf" : "zone"}`;
      const textDocument = { uri };
      const ask = async (method: string, params: object) => {
        const where = `${method} on ${name}: ${JSON.stringify(params)}`;
        await editor.ask(method, { textDocument, ...params }).catch((error: unknown) => {
          // A name that cannot be renamed is refused in words.
          const message = error instanceof Error ? error.message : String(error);
          if (!/rename$/i.test(method)) complaints.push(`${where}: ${message}`);
        });
        answered++;
      };
      await editor.open(uri, text, language);
      const positions = positionsIn(text);
      const last = positions.at(-4) ?? EMPTY.start;
      for (const position of positions) {
        for (const method of AT_A_POSITION)
          await ask(`textDocument/${method}`, {
            position,
            context: { includeDeclaration: true, triggerKind: 1 },
          });
        await ask("textDocument/selectionRange", { positions: [position] });
        await ask("textDocument/rename", { position, newName: "new name" });
        const range = { start: position, end: last };
        await ask("textDocument/codeAction", { range, context: { diagnostics: [] } });
        for (const method of ON_A_RANGE)
          await ask(`textDocument/${method}`, { range, options: { tabSize: 2, insertSpaces: true } });
      }
      for (const method of ON_A_DOCUMENT) await ask(`textDocument/${method}`, {});
      await ask("textDocument/formatting", { options: { tabSize: 2, insertSpaces: true } });
      // Typing at the end, and taking everything away.
      await editor.change(uri, 2, `${text}"(`);
      await editor.change(uri, 3, "");
      await editor.change(uri, 4, text);
    }
    const symbols = await editor.ask("workspace/symbol", { query: "\ud800" });
    await editor.stop();
    assert.ok(answered > 500);
    assert.ok(symbols === null || Array.isArray(symbols));
    assert.deepEqual(complaints.slice(0, 5), []);
  });
}
