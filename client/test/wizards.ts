// The commands of the palette, called with their answers: each ends in an edit that can be undone, a document or a view.
import { commands, env, Selection, window, workspace } from "vscode";
import {
  api,
  equal,
  eventually,
  findingOf,
  gone,
  ok,
  openFile,
  openUntitled,
  positionOf,
  type Test,
  test,
  zone,
} from "./testing.ts";

const domain = "untitled.example";
const run = (command: string, answers: object) =>
  commands.executeCommand<boolean>(`dnslens.${command}`, { confirmed: true, ...answers });

export const wizardTests: readonly Test[] = [
  test("SPF, DMARC and a domain that sends no mail are written, and undone", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const before = document.getText();
    const spf = {
      domain,
      includes: ["_spf.google.com"],
      mailHosts: true,
      addresses: ["198.51.100.7"],
      everyoneElse: "softfail",
    };
    ok(await run("addSpf", spf), "SPF was not written");
    ok(
      document.getText().includes('"v=spf1 mx ip4:198.51.100.7 include:_spf.google.com ~all"'),
      document.getText(),
    );
    await commands.executeCommand("undo");
    equal(document.getText(), before, "the text after undo");
    ok(
      await run("addDmarc", { domain, p: "none", reports: ["dmarc@untitled.example"] }),
      "DMARC was not written",
    );
    ok(
      document.getText().includes('_dmarc\tIN\tTXT\t"v=DMARC1; p=none; rua=mailto:dmarc@untitled.example"'),
      document.getText(),
    );
    ok(await run("raiseDmarc", { domain }), "the policy was not raised");
    ok(document.getText().includes("p=quarantine"), document.getText());
    ok(await run("markNotSending", { domain, receivesNone: true }), "nothing was written");
    for (const record of ['"v=spf1 -all"', "p=reject; sp=reject", "MX\t0 ."])
      ok(document.getText().includes(record), document.getText());
  }),
  test("a DKIM key is added and rotated; a private key is refused", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    const key = "P1qpGEeFvSjLcJ23eFX1HuRJEH0Pz7cibK8yh9bQStI=";
    ok(await run("addDkim", { domain, selector: "s1", key }), "the key was not written");
    ok(
      document.getText().includes(`s1._domainkey\tIN\tTXT\t"v=DKIM1; k=ed25519; p=${key}"`),
      document.getText(),
    );
    ok(
      await run("rotateDkim", { domain, oldSelector: "s1", selector: "s2", key, revoke: true }),
      "it was not rotated",
    );
    ok(document.getText().includes('s1._domainkey\tIN\tTXT\t"v=DKIM1; k=ed25519; p="'), document.getText());
    const length = document.getText().length;
    const secret =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";
    equal(await run("addDkim", { domain, selector: "s3", key: secret }), false, "what a private key gives");
    equal(document.getText().length, length, "the length of the text");
  }),
  test("the serial is bumped, a new zone is written", async () => {
    const document = await openUntitled(zone("www IN A 192.0.2.5"));
    ok(await run("bumpSerial", { uri: document.uri.toString() }), "the serial was not bumped");
    ok(/hostmaster\.untitled\.example\. 2 7200/.test(document.getText()), document.getText());
    ok(
      await run("newZone", {
        origin: "new.example",
        nameServers: ["ns1.example.net."],
        contact: "dns@example.net",
      }),
      "no zone",
    );
    const made = window.activeTextEditor?.document;
    ok(
      made?.languageId === "dns-zone" && made.getText().startsWith("$ORIGIN new.example.\n"),
      made?.getText() ?? "no editor",
    );
  }),
  test("a simulated sender jumps to the term that decides", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:198.51.100.0/24 -all"'));
    await findingOf(
      await openUntitled(zone('@ IN TXT "v=spf1 +all"').replaceAll("untitled.", "other.")),
      "spf-all-plus",
    );
    await window.showTextDocument(document);
    ok(await run("simulateSender", { ip: "198.51.100.7", mailFrom: `a@${domain}` }), "nothing was simulated");
    const selected = window.activeTextEditor?.document.getText(window.activeTextEditor.selection);
    equal(selected, "ip4:198.51.100.0/24", "what is selected");
  }),
  test("exports open as documents, a record is copied for Terraform", async () => {
    const document = await openFile("mail.example.zone");
    const uri = document.uri.toString();
    ok(await run("exportJson", { uri }), "no JSON");
    const json: { $origin?: string } = JSON.parse(window.activeTextEditor?.document.getText() ?? "{}");
    equal(json.$origin, "mail.example.", "the origin");
    ok(await run("exportZone", { uri }), "no zone text");
    ok(window.activeTextEditor?.document.languageId === "dns-zone", "the export is no zone");
    const editor = await window.showTextDocument(document);
    const at = positionOf(document, "ns1");
    editor.selection = new Selection(at, at);
    ok(await run("copyRecordAs", { format: "Zone line" }), "nothing was copied");
    ok((await env.clipboard.readText()).includes("mail.example."), "the clipboard holds something else");
  }),
  test("the SPF graph and the report open; the tree knows the domains", async () => {
    await openFile("mail.example.zone");
    const { ask } = await api();
    ok(await run("showSpfGraph", { domain: "mail.example" }), "no graph");
    await eventually(
      () =>
        window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === "SPF: mail.example"),
      () => "there is no tab with the graph",
    );
    await commands.executeCommand("workbench.action.closeActiveEditor");
    ok(await run("postureReport", {}), "no report");
    ok(
      window.activeTextEditor?.document.getText().includes("| mail.example |") === true,
      "the report lacks a domain",
    );
    const tree = await ask<readonly { domain: string }[]>("mailTree");
    ok(tree?.some((one) => one.domain === "mail.example") === true, JSON.stringify(tree));
  }),
  test("what a comment silences stays silent; the action writes it", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:203.0.113.5 +all"'));
    const finding = await findingOf(document, "spf-all-plus");
    const actions = await commands.executeCommand<
      readonly { title: string; edit?: Parameters<typeof workspace.applyEdit>[0] }[]
    >("vscode.executeCodeActionProvider", document.uri, finding.range, "quickfix");
    const silence = actions.find(({ title }) => title.startsWith("Ignore `spf-all-plus` for this"));
    ok(silence?.edit !== undefined, actions.map(({ title }) => title).join(" | "));
    await workspace.applyEdit(silence.edit);
    ok(document.getText().includes('+all" ; dnslens-ignore spf-all-plus'), document.getText());
    await gone(document, "spf-all-plus");
  }),
];
