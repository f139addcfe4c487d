import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Gunzip, unzipSync } from "fflate";
import { type AggregateReport, parseAggregateReport, type ReportProblem } from "../mail/reports/aggregate.ts";
import { shown } from "./paths.ts";
import { UsageError } from "./usage.ts";

/** The largest file read, and the largest report unpacked from one, in octets: real ones have a few hundred kilobytes. */
const MOST_PACKED = 32 * 2 ** 20;
const MOST_UNPACKED = 64 * 2 ** 20;
/** A mail holds one report; a few in one archive are read all the same. */
const MOST_ENTRIES = 100;
const CHUNK = 65_536;

/** Reads the DMARC aggregate reports of a directory: XML, .gz or .zip. What is none is named on standard error and left out. */
export function readReports(folder: string): readonly AggregateReport[] {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new UsageError(`${folder}: there is no such directory; --reports takes one of DMARC reports`);
  const files = stat.isDirectory() ? below(folder) : [folder];
  const reports: AggregateReport[] = [];
  for (const file of files) {
    const read = reportsIn(file);
    if (typeof read === "string") process.stderr.write(`dnslens: ${shown(file)}: ${read}; left out\n`);
    else reports.push(...read);
  }
  return reports;
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:xml|gz|zip)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const PROBLEMS: Readonly<Record<ReportProblem, string>> = {
  doctype: "a document type declaration has no place in a report",
  xml: "this is no XML",
  "no-report": "this is no DMARC aggregate report",
};

/** The reports in a file, or why it was not read. */
function reportsIn(file: string): readonly AggregateReport[] | string {
  if (statSync(file).size > MOST_PACKED) return "the file is too large for a report";
  const texts = unpacked(readFileSync(file));
  if (typeof texts === "string") return texts;
  const reports: AggregateReport[] = [];
  for (const octets of texts) {
    const report = parseAggregateReport(new TextDecoder().decode(octets));
    if (typeof report === "string") return PROBLEMS[report];
    reports.push(report);
  }
  return reports;
}

/** The files in an archive, by its first octets and not by its name; a bomb is not unpacked to its end. */
function unpacked(octets: Uint8Array): readonly Uint8Array[] | string {
  try {
    if (octets[0] === 0x1f && octets[1] === 0x8b) return [gunzipped(octets)];
    if (octets[0] === 0x50 && octets[1] === 0x4b) return unzipped(octets);
  } catch (error) {
    return error instanceof TooLarge
      ? "the archive unpacks to more than a report can be"
      : "the archive is damaged";
  }
  return [octets];
}

class TooLarge extends Error {}

function gunzipped(octets: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Gunzip((chunk) => {
    size += chunk.length;
    if (size > MOST_UNPACKED) throw new TooLarge();
    chunks.push(chunk);
  });
  for (let at = 0; at < octets.length; at += CHUNK) {
    stream.push(octets.subarray(at, at + CHUNK), at + CHUNK >= octets.length);
  }
  return Buffer.concat(chunks);
}

// Each entry is unpacked into as many octets as the directory of the archive announces, and no more.
function unzipped(octets: Uint8Array): readonly Uint8Array[] {
  let size = 0;
  let entries = 0;
  const files = unzipSync(octets, {
    filter: ({ name, originalSize }) => {
      if (!/\.xml$/i.test(name)) return false;
      size += originalSize;
      if (size > MOST_UNPACKED || ++entries > MOST_ENTRIES) throw new TooLarge();
      return true;
    },
  });
  return Object.values(files);
}
