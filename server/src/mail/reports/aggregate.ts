import { XMLParser } from "fast-xml-parser";
import { absoluteName } from "../../dns/names.ts";
import type { IpAddress } from "../networks/sets.ts";
import { parseAddress } from "../networks/text.ts";

/** A DMARC aggregate report (RFC 7489 appendix C, RFC 9990 appendix A): what one receiver saw of a domain's mail. */
export interface AggregateReport {
  readonly organization: string;
  readonly id: string;
  /** Seconds since 1970; undefined where the report does not say. */
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly rows: readonly ReportRow[];
}

/** Mail of one kind from one address. */
export interface ReportRow {
  readonly ip: IpAddress;
  /** Messages. */
  readonly count: number;
  /** Aligned, as DMARC counts it. */
  readonly dkim: boolean;
  readonly spf: boolean;
  /** Canonical. The domain people see. */
  readonly headerFrom: string | undefined;
  /** What SPF was asked about, and what it said; the envelope's domain where the report does not tell. */
  readonly spfDomain: string | undefined;
  /** SPF itself passed, for the domain it was asked about. */
  readonly spfPassed: boolean;
}

/** Why a text was not read as a report. */
export type ReportProblem = "doctype" | "xml" | "no-report";

/**
 * Reads a report. Nothing in it is resolved or fetched: a text with a document type declaration, which no report needs, is
 * refused, and the only entities are the five of XML itself. Rows without an address or a count are left out.
 */
export function parseAggregateReport(xml: string): AggregateReport | ReportProblem {
  if (/<!DOCTYPE/i.test(xml)) return "doctype";
  let root: unknown;
  try {
    root = PARSER.parse(xml);
  } catch {
    return "xml";
  }
  const feedback = child(root, "feedback");
  if (feedback === undefined) return "no-report";
  const metadata = child(feedback, "report_metadata");
  const range = child(metadata, "date_range");
  return {
    organization: textOf(metadata, "org_name") ?? "",
    id: textOf(metadata, "report_id") ?? "",
    begin: secondsOf(range, "begin"),
    end: secondsOf(range, "end"),
    rows: children(feedback, "record").flatMap((record) => rowOf(record) ?? []),
  };
}

const PARSER = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
});

function rowOf(record: unknown): ReportRow | undefined {
  const row = child(record, "row");
  const ip = parseAddress(textOf(row, "source_ip") ?? "");
  const count = Number(textOf(row, "count"));
  if (ip === undefined || !Number.isSafeInteger(count) || count < 1) return undefined;
  const evaluated = child(row, "policy_evaluated");
  const identifiers = child(record, "identifiers");
  // The MAIL FROM identity decides; a HELO check stands beside it in some reports.
  const checks = children(child(record, "auth_results"), "spf");
  const check = checks.find((one) => textOf(one, "scope") !== "helo") ?? checks[0];
  const aligned = isPass(textOf(evaluated, "spf"));
  return {
    ip,
    count,
    dkim: isPass(textOf(evaluated, "dkim")),
    spf: aligned,
    headerFrom: domainOf(identifiers, "header_from"),
    spfDomain: domainOf(check, "domain") ?? domainOf(identifiers, "envelope_from"),
    spfPassed: check === undefined ? aligned : isPass(textOf(check, "result")),
  };
}

function isPass(result: string | undefined): boolean {
  return result?.toLowerCase() === "pass";
}

function domainOf(node: unknown, name: string): string | undefined {
  const text = textOf(node, name);
  return text === undefined || text === "" ? undefined : absoluteName(text, ".");
}

function secondsOf(node: unknown, name: string): number | undefined {
  const text = textOf(node, name);
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function textOf(node: unknown, name: string): string | undefined {
  const value = child(node, name);
  return typeof value === "string" ? decoded(value.trim()) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? "");
}

/** The first element of a name. */
function child(node: unknown, name: string): unknown {
  return children(node, name)[0];
}

function children(node: unknown, name: string): readonly unknown[] {
  if (typeof node !== "object" || node === null || !Object.hasOwn(node, name)) return [];
  const value: unknown = Reflect.get(node, name);
  return Array.isArray(value) ? value : [value];
}
