import { decimalEscape } from "../dns/octets.ts";
import { type Change, type ChangeSeverity, SEVERITIES } from "./change.ts";
import { type Phrase, shownText } from "./phrase.ts";

/** A comment on GitHub holds no more characters. */
const MOST = 65_536;
/** Room for the notice that something was left out, and for what closes the text. */
const RESERVE = 400;

/** A change, and where a reader finds it: the file and the line there, from 1. */
export interface Shown {
  readonly change: Change;
  readonly path: string | undefined;
  readonly line: number | undefined;
}

const WORDS: Readonly<Record<ChangeSeverity, string>> = {
  error: "🔴 error",
  warning: "🟡 warning",
  info: "⚪ note",
};

/** The changes as a comment on a pull request: a verdict, a table, and the details file by file. Text of records stands in code spans alone. */
export function markdown(changes: readonly Shown[]): string {
  const out: string[] = [verdict(changes)];
  if (changes.length === 0) return `${out[0]}\n`;
  const room = { left: MOST - RESERVE - (out[0]?.length ?? 0) };
  const add = (line: string) => {
    room.left -= line.length + 1;
    if (room.left < 0) return false;
    out.push(line);
    return true;
  };
  add("");
  add("| | domain | what changes |");
  add("| --- | --- | --- |");
  const rows = changes.findIndex(({ change }) => !add(rowOf(change)));
  if (rows >= 0) return `${[...out, "", notice(changes.length - rows)].join("\n")}\n`;
  const details = detailsOf(changes);
  for (const [i, section] of details.entries()) {
    if (!add(section)) {
      out.push(
        "",
        `The details of ${plural(details.length - i, "file")} are left out: a comment holds ${MOST.toLocaleString("en")} characters.`,
      );
      break;
    }
  }
  return `${out.join("\n")}\n`;
}

function verdict(changes: readonly Shown[]): string {
  if (changes.length === 0) return "**DNS Lens:** nothing changes, for mail or otherwise.";
  const counts = SEVERITIES.map(
    (severity) => changes.filter(({ change }) => change.severity === severity).length,
  );
  const [errors = 0, warnings = 0, notes = 0] = counts;
  const judged =
    errors > 0
      ? "do not merge before the errors are understood"
      : warnings > 0
        ? "look at the warnings before you merge"
        : "nothing here is dangerous";
  return `**DNS Lens: ${judged}.** ${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(notes, "note")}.`;
}

function plural(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

function notice(count: number): string {
  return `${plural(count, "more change")} left out: a comment holds ${MOST.toLocaleString("en")} characters. \`dnslens diff\` shows all of them.`;
}

function rowOf({ severity, domain, phrase }: Change): string {
  return `| ${WORDS[severity]} | ${code(shownText(domain))} | ${spoken(phrase)} |`;
}

/** One folded section for each file, in the order of its worst change. */
function detailsOf(changes: readonly Shown[]): readonly string[] {
  const files = new Map<string, Shown[]>();
  for (const shown of changes) {
    const path = shown.path ?? "";
    const file = files.get(path);
    if (file === undefined) files.set(path, [shown]);
    else file.push(shown);
  }
  return [...files].map(([path, all]) => {
    const title = path === "" ? "Elsewhere" : `<code>${html(path)}</code>`;
    const items = all.map(itemOf).join("\n");
    return `\n<details><summary>${title}: ${plural(all.length, "change")}</summary>\n\n${items}\n\n</details>`;
  });
}

function itemOf({ change, line }: Shown): string {
  const { severity, kind, domain, phrase, before, after, also } = change;
  const where = line === undefined ? "" : `line ${line}, `;
  const others = also.length > 0 ? also.join(", ") : undefined;
  const values = [valueLine("before", before), valueLine("after", after), valueLine("also", others)].join("");
  return `- ${WORDS[severity]} ${code(kind)} ${where}${code(shownText(domain))}: ${spoken(phrase)}${values}`;
}

function valueLine(name: string, value: string | undefined): string {
  return value === undefined ? "" : `\n  - ${name}: ${code(shownText(value, 1000))}`;
}

function spoken(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === "string" ? part : code(part.code))).join("");
}

/**
 * A code span that its content cannot leave, in a table or outside one: backticks and pipes are written as the DNS writes
 * octets, \DDD, and so is what opens an HTML comment. Nothing else means anything in a code span (CommonMark 6.1).
 */
function code(value: string): string {
  const safe = value.replace(/[`|]|<(?=!--)/g, (char) => decimalEscape(char.charCodeAt(0)));
  return safe === "" ? "` `" : `\`${safe}\``;
}

// A path in the letters of whoever named it, without what cannot be seen or turns the text around.
function html(path: string): string {
  const cut = path.length > MOST ? `${path.slice(0, MOST)}…` : path;
  return cut
    .replace(/\p{C}/gu, "?")
    .replace(/[^\p{L}\p{M}\p{N}./ -]/gu, (char) => `&#${char.codePointAt(0)};`);
}
