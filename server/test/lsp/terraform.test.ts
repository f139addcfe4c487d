import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { startEditor } from "./client.ts";

const MAIN = `resource "aws_route53_zone" "main" {
  name = "example.com"
}
resource "aws_route53_record" "spf" {
  zone_id = aws_route53_zone.main.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 300
  records = [local.spf]
}
`;

test("Terraform documents have findings, fixes, hovers and an outline, and hang on files that nobody opened", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-terraform-"));
  writeFileSync(join(folder, "locals.tf"), 'locals {\n  spf = "v=spf1 mx +all"\n}\n');
  writeFileSync(join(folder, "main.tf"), MAIN);
  const editor = await startEditor({ folder: pathToFileURL(folder).href });
  const uri = (name: string) => pathToFileURL(join(folder, name)).href;
  try {
    const locals = uri("locals.tf");
    await editor.open(locals, 'locals {\n  spf = "v=spf1 mx +all"\n}\n', "terraform");
    const { diagnostics } = await editor.publishedFor(locals, (params) => params.diagnostics.length > 0);
    const range = { start: { line: 1, character: 19 }, end: { line: 1, character: 23 } };
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["spf-all-plus"],
    );
    assert.deepEqual(diagnostics[0]?.range, range);
    const actions = await editor.ask<{ edit?: { changes: Record<string, unknown> } }[]>(
      "textDocument/codeAction",
      {
        textDocument: { uri: locals },
        range,
        context: { diagnostics },
      },
    );
    assert.deepEqual(actions[0]?.edit?.changes[locals], [{ range, newText: "-all" }]);

    const main = uri("main.tf");
    await editor.open(main, MAIN, "plaintext");
    const at = (line: number, character: number) => ({
      textDocument: { uri: main },
      position: { line, character },
    });
    const hover = await editor.ask<{ contents: { value: string } }>("textDocument/hover", at(8, 16));
    assert.match(hover.contents.value, /Evaluated for `aws_route53_record\.spf`: `v=spf1 mx \+all`/);
    assert.equal(await editor.ask("textDocument/hover", at(3, 3)), null);
    const symbols = await editor.ask<{ name: string }[]>("textDocument/documentSymbol", {
      textDocument: { uri: main },
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["example.com"],
    );

    await editor.change(locals, 2, 'locals {\n  spf = "v=spf1 mx -all"\n}\n');
    await editor.publishedFor(locals, (params) => params.diagnostics.length === 0);
  } finally {
    await editor.stop();
    rmSync(folder, { recursive: true });
  }
});

test("a file that Terraform reads is read, watched, and read again when it changes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-terraform-"));
  const write = (all: string) => writeFileSync(join(folder, "spf.yaml"), `spf: v=spf1 mx ${all}\n`);
  const root = pathToFileURL(folder).href;
  const main = `${root}/main.tf`;
  write("+all");
  const text = MAIN.replace("local.spf", `yamldecode(file("\${path.module}/spf.yaml")).spf`);
  writeFileSync(join(folder, "main.tf"), text);
  const workspace = { didChangeWatchedFiles: { dynamicRegistration: true } };
  const editor = await startEditor({ folder: root, capabilities: { workspace } });
  const watched: string[] = [];
  editor.connection.onRequest("client/registerCapability", (params) => {
    watched.push(JSON.stringify(params));
    return null;
  });
  try {
    await editor.open(main, text, "terraform");
    const codes = ({ diagnostics }: { diagnostics: readonly { code?: unknown }[] }) =>
      diagnostics.map(({ code }) => code);
    await editor.publishedFor(main, (params) => codes(params).includes("spf-all-plus"));
    assert.ok(watched.some((one) => one.includes("spf.yaml")));
    // A review looks at it, though its name tells nothing.
    const yaml = { uri: `${root}/spf.yaml` };
    assert.deepEqual(await editor.ask("dnslens/includedFiles", {}), [yaml]);
    const [before, after] = ["-all", "+all"].map((all) => `spf: "v=spf1 ${all}"\n`);
    const file = { ...yaml, path: "spf.yaml", baseUri: "git:/spf.yaml", base: before, head: after };
    const { changes } = await editor.ask<{ changes: readonly { kind: string }[] }>("dnslens/review", {
      files: [file],
    });
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["spf-all-weakened"],
    );
    write("-all");
    await editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: `${root}/spf.yaml`, type: 2 }],
    });
    await editor.publishedFor(main, (params) => !codes(params).includes("spf-all-plus"));
  } finally {
    await editor.stop();
    rmSync(folder, { recursive: true });
  }
});
