import assert from "node:assert/strict";
import type { TerraformDocument } from "../../src/terraform/document.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";
import type { ZoneDocument } from "../../src/zone/document.ts";

/** A zone to which records belong. */
export const ZONE = 'resource "aws_route53_zone" "main" {\n  name = "example.com"\n}\n';

/** A TXT record of that zone. */
export function record(label: string, name: string, records: string, more = ""): string {
  return `resource "aws_route53_record" "${label}" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "${name}"
  type    = "TXT"
  ttl     = 300
  records = ${records}
${more}}
`;
}

/** Files of a workspace, and what is found in them. */
export function open(files: Readonly<Record<string, string>>, zones: readonly ZoneDocument[] = []) {
  const project = new TerraformProject();
  const documents = new Map(Object.entries(files).map(([uri, text]) => [uri, project.open(uri, text)]));
  const workspace = new Workspace();
  for (const document of [...zones, ...documents.values()]) workspace.update(document);
  const of = (uri: string): TerraformDocument => {
    const document = documents.get(uri);
    assert.ok(document !== undefined);
    return document;
  };
  const found = (uri: string) =>
    workspace.findings(uri).map(({ rule, at }) => `${rule.id} ${of(uri).slice(at.start, at.end)}`);
  const owners = (uri: string) =>
    of(uri)
      .records()
      .map(({ owner, type, rdata }) => `${owner ?? "?"} ${type} ${rdata.canonical ?? "?"}`);
  return { project, workspace, of, found, owners };
}
