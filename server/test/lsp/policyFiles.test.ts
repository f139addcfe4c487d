import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import { startEditor } from "./client.ts";

const ZONE = `$ORIGIN example.com.
@ 3600 IN MX 10 mail
_mta-sts 3600 IN TXT "v=STSv1; id=1"
`;

const policy = (host: string) => `version: STSv1\nmode: enforce\nmx: ${host}\nmax_age: 604800\n`;

test("MX records are compared with the policy file of the workspace, and again when it changes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-policies-"));
  const root = pathToFileURL(folder).href;
  const place = "mta-sts.example.com/.well-known/mta-sts.txt";
  mkdirSync(join(folder, "mta-sts.example.com", ".well-known"), { recursive: true });
  writeFileSync(join(folder, place), policy("old.example.com"));
  const editor = await startEditor({ folder: root });
  const uri = `${root}/example.com.zone`;
  await editor.open(uri, ZONE);
  const mismatch = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) =>
    diagnostics.find(({ code }) => code === "mtasts-policy-mx-mismatch");
  // RFC 8461 section 5: a host that no `mx` of the policy covers gets no mail from senders that honour it.
  const found = mismatch(await editor.publishedFor(uri, (params) => mismatch(params) !== undefined));
  assert.match(String(found?.message), /`mta-sts\.example\.com\/\.well-known\/mta-sts\.txt`/);
  const changed = async (host: string | undefined, type: number) => {
    if (host === undefined) rmSync(join(folder, place));
    else writeFileSync(join(folder, place), policy(host));
    await editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: `${root}/${place}`, type }],
    });
  };
  await changed("*.example.com", 2);
  await editor.publishedFor(uri, (params) => mismatch(params) === undefined);
  await changed("other.example.com", 2);
  await editor.publishedFor(uri, (params) => mismatch(params) !== undefined);
  await changed(undefined, 3);
  await editor.publishedFor(uri, (params) => mismatch(params) === undefined);
  await editor.stop();
  rmSync(folder, { recursive: true });
});
