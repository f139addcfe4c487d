// Terraform files: by their pattern, whatever language another extension gives them.
import { type CompletionList, commands, type Location, type LocationLink, type WorkspaceEdit } from "vscode";
import { answered, equal, ok, openFile, positionOf, type Test, test } from "./testing.ts";

export const terraformTests: readonly Test[] = [
  test("inside a Terraform value SPF terms are completed, and nowhere else", async () => {
    const document = await openFile("dns.tf");
    const labels = async (text: string) => {
      const at = positionOf(document, text).translate(0, text.length);
      const command = "vscode.executeCompletionItemProvider";
      const list = await commands.executeCommand<CompletionList>(command, document.uri, at);
      return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    const found = await answered(() => labels('"v=spf1 '));
    ok(found.includes("include:"), `include: is not among ${found.join(" ")}`);
    ok(!(await labels("resource ")).includes("include:"), "terms of SPF are offered outside of values");
  }),
  test("a name is followed and renamed across the values of a Terraform file", async () => {
    const document = await openFile("dns.tf");
    const at = positionOf(document, "mail.terraform.example");
    const places = await answered(() =>
      commands.executeCommand<readonly (Location | LocationLink)[]>(
        "vscode.executeDefinitionProvider",
        document.uri,
        at,
      ),
    );
    const [place] = places;
    const range = place === undefined ? undefined : "range" in place ? place.range : place.targetRange;
    equal(range?.start.line, positionOf(document, '"mail"\n').line, "the line of the host");
    const edit = await commands.executeCommand<WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      at,
      "smtp.terraform.example",
    );
    const texts = edit.get(document.uri).map(({ newText }) => newText);
    equal(texts.sort(), ['"smtp"', "smtp.terraform.example"], "the edits");
  }),
];
