// The wizards as a person uses them: the questions are read from the screen and answered with keys.
import { commands, env, Selection, Uri, window, workspace } from "vscode";
import { acceptPreview, answer, pressIn, pressOnLink } from "./hands.ts";
import {
  equal,
  eventually,
  ok,
  openFile,
  openUntitled,
  positionOf,
  type Test,
  test,
  zone,
} from "./testing.ts";

const domain = "untitled.example";
const begin = (command: string) => commands.executeCommand<boolean>(`dnslens.${command}`);

export const questionTests: readonly Test[] = [
  test("Add SPF asks who sends, and writes it when the person agrees", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const done = begin("addSpf");
    answer("who sends mail as", { type: "_spf.google.com", press: ["ArrowDown", "Space", "Enter"] });
    answer("do the servers that receive", { press: ["ArrowDown", "Enter"] });
    answer("addresses of servers", { type: "198.51.100.7 2001:db8::/64", press: ["Enter"] });
    answer("what becomes of everyone else", { press: ["ArrowDown", "Enter"] });
    answer("Write to", { press: ["Enter"] });
    ok(await done, "the wizard wrote nothing");
    const record = '"v=spf1 mx ip4:198.51.100.7 ip6:2001:db8::/64 include:_spf.google.com -all"';
    ok(document.getText().includes(record), document.getText());
  }),
  test("Add DMARC is previewed as a refactoring before it is written", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const before = document.getText();
    const done = begin("addDmarc");
    answer("mail that fails for untitled.example", { press: ["ArrowDown", "Enter"] });
    answer("mail that fails for subdomains", { press: ["Enter"] });
    answer("where do daily reports go", { type: "dmarc@untitled.example", press: ["Enter"] });
    answer("Preview as a refactoring", { press: ["ArrowDown", "Enter"] });
    equal(document.getText(), before, "the text while it is only shown");
    acceptPreview("Untitled");
    ok(await done, "the wizard wrote nothing");
    const record = '_dmarc\tIN\tTXT\t"v=DMARC1; p=quarantine; rua=mailto:dmarc@untitled.example"';
    ok(document.getText().includes(record), document.getText());
  }),
  test("who goes away in the middle of a wizard has changed nothing", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const before = document.getText();
    for (const [command, question] of [
      ["addSpf", "who sends mail as"],
      ["addDkim", "the key's selector"],
      ["markNotSending", "receive mail?"],
    ] as const) {
      const done = begin(command);
      answer(question, { press: ["Escape"] });
      equal(await done, false, `what ${command} gives`);
    }
    equal(document.getText(), before, "the text");
  }),
  test("a DKIM key is made: its private half goes to the file that the dialog names, its public half verifies", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const folder = workspace.workspaceFolders?.[0];
    ok(folder !== undefined, "no folder is open");
    // What the dialog proposes: beside the workspace, where nobody commits it, under the key's name.
    const secretFile = Uri.joinPath(folder.uri, "..", "made.untitled.example.pem");
    const done = begin("addDkim");
    answer("the key's selector", { type: "made", press: ["Enter"] });
    answer("where does the key come from", { press: ["Enter"] });
    answer("Where shall the private key be kept", { press: ["Enter"] });
    answer("Write to", { press: ["Enter"] });
    ok(await done, "the wizard wrote nothing");
    const secret = new TextDecoder().decode(await workspace.fs.readFile(secretFile));
    await workspace.fs.delete(secretFile);
    ok(secret.startsWith("-----BEGIN PRIVATE KEY-----\n"), "the file holds no private key");
    const text = document.getText();
    const record = text.slice(text.indexOf("made._domainkey"));
    const strings = [...record.matchAll(/"([^"]*)"/g)].map(([, inside = ""]) => inside);
    ok(
      strings.every(({ length }) => length <= 255),
      "a string is longer than 255 octets",
    );
    const published = /p=([A-Za-z0-9+/=]+)/.exec(strings.join(""))?.[1] ?? "";
    ok(await isPairOf(secret, published), "the two halves do not belong together");
    const inner = secret.split("\n").slice(1, -2);
    ok(!inner.some((line) => text.includes(line)), "a part of the private key stands in the zone");
  }),
  test("a record is copied in the form that was picked", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const editor = await window.showTextDocument(document);
    const at = positionOf(document, "www IN");
    editor.selection = new Selection(at, at);
    const done = begin("copyRecordAs");
    answer("Copy Record As", { type: "Route", press: ["Enter"] });
    ok(await done, "nothing was copied");
    const copied = await env.clipboard.readText();
    ok(copied.includes('resource "aws_route53_record"') && copied.includes("192.0.2.5"), copied);
  }),
  test("a new zone is asked for, a wrong name is refused while it is typed", async () => {
    const done = begin("newZone");
    answer("The domain, such as", { type: "nodots", press: ["Enter"] });
    answer("A domain name, such as example.com", { type: "asked.example", press: ["Enter"] });
    answer("name servers", { press: ["Enter"] });
    answer("who is responsible", { press: ["Enter"] });
    ok(await done, "no zone was written");
    const text = window.activeTextEditor?.document.getText() ?? "";
    ok(text.startsWith("$ORIGIN asked.example.\n"), text);
    ok(text.includes("hostmaster") && text.includes("ns1"), text);
  }),
  test("a simulated sender is asked for, and its verdict is shown with its steps", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:198.51.100.0/24 -all"'));
    const done = begin("simulateSender");
    answer("The address of the sending server", { type: "198.51.100.9", press: ["Enter"] });
    answer("Who it sends as", { type: `a@${domain}`, press: ["Enter"] });
    answer("pass: 198.51.100.9 may send this mail", { press: ["Escape"] });
    ok(await done, "nothing was simulated");
    const editor = await eventually(
      () => window.visibleTextEditors.find((one) => one.document === document),
      () => "the zone is not shown",
    );
    equal(document.getText(editor.selection), "ip4:198.51.100.0/24", "what is selected");
  }),
  test("the tree of domains leads to a record by keys alone", async () => {
    await openFile("crlf.zone");
    await commands.executeCommand("dnslens.mail.focus");
    const view = '.monaco-list[aria-label*="Mail Authentication"]';
    pressIn(view, "mail.example", ["Home", "ArrowRight"]);
    // The first domain is open now: its first line is the record of SPF.
    pressIn(view, "SPF", ["ArrowDown", "Enter"]);
    const [at, line] = await eventually(
      () => {
        const editor = window.activeTextEditor;
        const text = editor?.document.lineAt(editor.selection.active.line).text ?? "";
        return text.includes("v=spf1") ? ([editor?.document.uri.path, text] as const) : undefined;
      },
      () => `the line in front is ${window.activeTextEditor?.document.uri.path}`,
    );
    ok(at?.endsWith(".zone") === true, `${at}: ${line}`);
  }),
  test("the SPF graph leads to the record of a box by keys alone", async () => {
    const document = await openFile("mail.example.zone");
    await commands.executeCommand("dnslens.showSpfGraph", { domain: "mail.example", confirmed: true });
    pressOnLink("mail.example", "Enter");
    const at = positionOf(document, '"v=spf1 mx');
    await eventually(
      () => {
        const editor = window.activeTextEditor;
        return editor?.document === document && editor.selection.start.isEqual(at) ? true : undefined;
      },
      () => `the cursor is not at the record, but at ${JSON.stringify(window.activeTextEditor?.selection)}`,
    );
    await commands.executeCommand("workbench.action.closeEditorsInOtherGroups");
  }),
];

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

// What the private half signs, the published half must verify.
async function isPairOf(secretPem: string, published: string): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  const octets = (base64: string) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const inner = secretPem.replace(/-----[^-]+-----/g, "").replace(/\s+/g, "");
  const secret = await subtle.importKey("pkcs8", octets(inner), ALGORITHM, false, ["sign"]);
  const open = await subtle.importKey("spki", octets(published), ALGORITHM, false, ["verify"]);
  const message = new TextEncoder().encode("a message");
  return subtle.verify(ALGORITHM, open, await subtle.sign(ALGORITHM, secret, message), message);
}
