// Diagnostics and fixes in every kind of document.
import {
  type CodeAction,
  CodeActionKind,
  commands,
  DiagnosticSeverity,
  DiagnosticTag,
  EndOfLine,
  type Position,
  Range,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import { sound } from "../../server/src/rules/dkim/examples.ts";
import {
  equal,
  eventually,
  findingOf,
  findings,
  gone,
  ok,
  openFile,
  openUntitled,
  positionOf,
  ruleOf,
  type Test,
  test,
  zone,
} from "./testing.ts";

const unknownTag = sound("v=DKIM1; k=rsa; a=rsa-sha256; ");
const obsoleteTag = sound("v=DKIM1; k=rsa; g=*; ");

export const documentTests: readonly Test[] = [
  test("a finding stands exactly under the term, with its rule and a link", async () => {
    const document = await openFile("mail.example.zone");
    const finding = await findingOf(document, "spf-all-plus");
    const at = positionOf(document, "+all");
    equal(
      [finding.range.start, finding.range.end],
      [at, at.translate(0, "+all".length)],
      "the range of spf-all-plus",
    );
    equal(finding.source, "dnslens", "the source");
    const { code } = finding;
    ok(typeof code === "object", "the code has no link");
    ok(/^https:\/\/.*spf-all-plus/.test(code.target.toString()), `the link is ${code.target.toString()}`);
    equal(finding.severity, DiagnosticSeverity.Error, "the severity");
  }),
  test("a sound zone has no findings", async () => {
    const sentinel = await openUntitled(zone('@ IN TXT "v=spf1 +all"'));
    const document = await openUntitled(zone("www IN A 192.0.2.80"));
    await findingOf(sentinel, "spf-all-plus");
    await gone(document, "spf-all-plus");
    equal(
      findings(document)
        .filter(({ severity }) => severity <= DiagnosticSeverity.Warning)
        .map(ruleOf),
      [],
      "errors and warnings",
    );
  }),
  test("a quick fix changes the text and its finding vanishes", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:203.0.113.5 +all"'));
    const finding = await findingOf(document, "spf-all-plus");
    const fixes = await codeActions(document, finding.range, CodeActionKind.QuickFix);
    const fix = fixes.find(({ title }) => title.includes("`-all`"));
    ok(fix?.edit !== undefined, `no fix shows \`-all\`: ${fixes.map(({ title }) => title).join(" | ")}`);
    await workspace.applyEdit(fix.edit);
    ok(document.getText().includes('"v=spf1 ip4:203.0.113.5 -all"'), document.getText());
    await gone(document, "spf-all-plus");
  }),
  test("a finding names the other place it is about", async () => {
    const document = await openUntitled(
      zone('@ IN TXT "v=spf1 mx -all"', '@ IN TXT "v=spf1 ip4:203.0.113.5 -all"'),
    );
    const finding = await findingOf(document, "spf-multiple-records");
    const [related] = finding.relatedInformation ?? [];
    ok(related !== undefined, "there is no related information");
    equal(related.location.uri.toString(), document.uri.toString(), "the related document");
    equal(related.location.range.start.line, positionOf(document, "v=spf1 mx").line, "the related line");
  }),
  test("what does nothing is greyed out", async () => {
    const document = await openUntitled(zone(unknownTag));
    const finding = await findingOf(document, "dkim-unknown-tag");
    equal(finding.tags, [DiagnosticTag.Unnecessary], "the tags");
  }),
  test("what is gone from the standard is struck through", async () => {
    const document = await openUntitled(zone(obsoleteTag));
    const finding = await findingOf(document, "dkim-g-obsolete");
    equal(finding.tags, [DiagnosticTag.Deprecated], "the tags");
  }),
  test("the safe fixes of a file apply together", async () => {
    const document = await openUntitled(zone(unknownTag, obsoleteTag.replace("s1.", "s2.")));
    await findingOf(document, "dkim-unknown-tag");
    await findingOf(document, "dkim-g-obsolete");
    const all = await codeActions(document, wholeOf(document), CodeActionKind.SourceFixAll.append("dnslens"));
    equal(all.length, 1, "the number of fix-all actions");
    const edit = all[0]?.edit;
    ok(edit !== undefined, "the fix-all action has no edit");
    await workspace.applyEdit(edit);
    await gone(document, "dkim-unknown-tag");
    await gone(document, "dkim-g-obsolete");
    ok(!/ a=rsa| g=\*/.test(document.getText()), document.getText());
  }),
  test("a comment at the end of the line silences a finding there", async () => {
    const document = await openUntitled(
      zone(
        'a IN TXT "v=spf1 ip4:203.0.113.5 +all" ; dnslens-ignore spf-all-plus an open relay for tests',
        'b IN TXT "v=spf1 ip4:203.0.113.6 +all"',
      ),
    );
    const finding = await findingOf(document, "spf-all-plus");
    const count = findings(document).filter((one) => ruleOf(one) === "spf-all-plus").length;
    equal([count, finding.range.start.line], [1, positionOf(document, "b IN TXT").line], "the findings");
  }),
  test("findings follow every keystroke", async () => {
    const document = await openUntitled(zone('@ IN TXT "v=spf1 ip4:203.0.113.5 -all"'));
    const editor = window.activeTextEditor;
    ok(editor?.document === document, "another editor is active");
    const at = positionOf(document, "-all");
    await editor.edit((edit) => edit.replace(new Range(at, at.translate(0, 1)), "+"));
    await findingOf(document, "spf-all-plus");
    await editor.edit((edit) => edit.insert(document.positionAt(0), "; one more line\n"));
    await eventually(
      () => (startOf(document, "spf-all-plus")?.isEqual(at.translate(1)) ? true : undefined),
      () => `spf-all-plus stands at ${JSON.stringify(startOf(document, "spf-all-plus"))}`,
    );
  }),
  test("lines may end in CRLF", async () => {
    const document = await openFile("crlf.zone");
    equal(document.eol, EndOfLine.CRLF, "the line ends");
    const finding = await findingOf(document, "spf-all-plus");
    const at = positionOf(document, "+all");
    equal([finding.range.start, finding.range.end], [at, at.translate(0, 4)], "the range of spf-all-plus");
  }),
];

async function codeActions(
  document: TextDocument,
  range: Range,
  kind: CodeActionKind,
): Promise<readonly CodeAction[]> {
  const found = await commands.executeCommand<readonly CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    kind.value,
  );
  return found.filter((action) => action.kind !== undefined && kind.contains(action.kind));
}

function startOf(document: TextDocument, rule: string): Position | undefined {
  return findings(document).find((finding) => ruleOf(finding) === rule)?.range.start;
}

function wholeOf(document: TextDocument): Range {
  return new Range(document.positionAt(0), document.positionAt(document.getText().length));
}
