// A folder of many files, as a server enters it and as the command line opens it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TerraformDocument } from "../../src/terraform/document.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";
import { assertGrowth, milliseconds } from "../growth.ts";
import { record, ZONE } from "./opened.ts";

const uriOf = (i: number) => `file:///w/r${i}.tf`;

// Every third one publishes a bad value that stands in another file.
function folder(count: number): TerraformDocument[] {
  const project = new TerraformProject();
  const documents = [
    project.open("file:///w/zone.tf", ZONE),
    project.open("file:///w/locals.tf", 'locals {\n  spf = "v=spf1 mx +all"\n}\n'),
  ];
  for (let i = 0; i < count; i++) {
    const value = i % 3 === 0 ? "[local.spf]" : `["v=spf1 include:h${(i + 1) % count}.example.com -all"]`;
    documents.push(project.open(uriOf(i), record(`r${i}`, `h${i}`, value)));
  }
  return documents;
}

function entered(documents: readonly TerraformDocument[]): Workspace {
  const workspace = new Workspace();
  for (const document of documents) workspace.enter(document);
  while (workspace.isBehind) workspace.catchUp();
  return workspace;
}

function said(workspace: Workspace, documents: readonly TerraformDocument[]) {
  return documents.map(({ uri }) =>
    workspace.findings(uri).map(({ rule, at, message }) => `${rule.id} ${at.start} ${message}`),
  );
}

test("files that are entered, then edited, have the findings of files that are opened together", () => {
  const documents = folder(30);
  const workspace = entered(documents);
  const fresh = () => {
    const again = new TerraformProject();
    const copies = documents.map((one) => again.open(one.uri, one.text()));
    const opened = new Workspace();
    opened.open(copies);
    return said(opened, copies);
  };
  const before = said(workspace, documents);
  assert.deepEqual(before, fresh());
  // The literal is told once, where it stands.
  assert.deepEqual(before.flat().filter((one) => one.startsWith("spf-all-plus")).length, 1);
  const [, locals, , second] = documents;
  for (const [document, from, to] of [
    [locals, "+all", "-all"],
    [second, "h1", "moved"],
    [locals, "-all", "+all"],
  ] as const) {
    const start = document?.text().indexOf(from) ?? -1;
    document?.replace({ start, end: start + from.length }, to);
    if (document !== undefined) workspace.update(document, true);
    while (workspace.isBehind) workspace.catchUp();
    assert.deepEqual(said(workspace, documents), fresh());
  }
});

test("what was entered is there for who asks, before its turn", () => {
  const documents = folder(3);
  const workspace = new Workspace();
  for (const document of documents) workspace.enter(document);
  assert.ok(workspace.isBehind);
  assert.deepEqual([...workspace.readEntered()].sort(), documents.map(({ uri }) => uri).sort());
  const [, locals] = documents;
  assert.deepEqual(
    workspace.findings(locals?.uri ?? "").map(({ rule }) => rule.id),
    ["spf-all-plus"],
  );
});

const WORK: Readonly<Record<string, (documents: readonly TerraformDocument[]) => () => unknown>> = {
  "entering them": (documents) => () => entered(documents),
  "what is said of each": (documents) => {
    const workspace = entered(documents);
    return () => said(workspace, documents);
  },
  "an edit of one": (documents) => {
    const workspace = entered(documents);
    const [, , edited] = documents;
    return () => {
      edited?.replace({ start: 0, end: 0 }, "# typed\n");
      for (const uri of edited === undefined ? [] : workspace.update(edited, true)) workspace.findings(uri);
    };
  },
};

for (const [what, work] of Object.entries(WORK)) {
  test(`the work grows with the files of a folder: ${what}`, () => {
    const time = (count: number) => milliseconds(work(folder(count)));
    time(100);
    // Four times the files; quadratic work takes 16 times as long.
    assertGrowth(
      () => time(500),
      () => time(2000),
      10,
    );
  });
}
