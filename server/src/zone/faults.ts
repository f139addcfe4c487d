import { FLAG } from "./block.ts";
import { joinAbove } from "./orphans.ts";
import { complain, fix, insert, type Reading, replace } from "./reading.ts";
import type { Statement } from "./statement.ts";
import { complainOfLine } from "./typos.ts";

/** Says which parenthesis or quote of a statement has no partner; whether one has none. */
export function complainOfPairs(reading: Reading, statement: Statement): boolean {
  const { unclosed, unopened, quote } = statement;
  if (quote >= 0) unclosedQuote(reading, statement);
  else if (unclosed >= 0) unclosedParenthesis(reading, statement);
  else if (unopened >= 0) {
    const join = joinAbove(reading, statement);
    complain(
      reading,
      "zone-parenthesis-unopened",
      "This `)` closes nothing; name servers refuse the zone",
      unopened,
      unopened + 1,
      ...(join === undefined ? [] : [join]),
      fix("Delete `)`", replace(unopened, unopened + 1, "")),
    );
  }
  return quote >= 0 || unclosed >= 0 || unopened >= 0;
}

/** Says why a statement is no record; whether it is more than a line without any word. */
export function complainOfStatement(reading: Reading, statement: Statement): boolean {
  if (complainOfPairs(reading, statement)) return true;
  const { flags, bad, ttl, klass, type } = statement;
  if ((flags & FLAG.ownerStated) === 0 && bad < 0 && ttl < 0 && klass < 0 && type < 0) return false;
  complainOfLine(reading, statement);
  return true;
}

function unclosedParenthesis(reading: Reading, { unclosed, end, open }: Statement): void {
  const what = open ? "name servers refuse the zone" : "the lines below it are read as one record";
  complain(
    reading,
    "zone-parenthesis-unclosed",
    `This \`(\` is never closed: ${what}`,
    unclosed,
    unclosed + 1,
    fix("Close it with `)`", insert(end, " )")),
  );
}

function unclosedQuote(reading: Reading, { quote, quoteEnd, unclosed }: Statement): void {
  const raw = reading.text.slice(quote, quoteEnd);
  // A parenthesis that the string has swallowed stays outside it.
  const kept = (unclosed >= 0 ? /^.*?(?=[ \t]*\)[ \t]*$)/.exec(raw)?.[0] : undefined) ?? raw.trimEnd();
  complain(
    reading,
    "txt-unbalanced-quote",
    "This string is never closed: name servers refuse the zone",
    quote,
    quoteEnd,
    // Behind a backslash the quote would be one of the string's characters.
    ...(/(?:^|[^\\])(?:\\\\)*\\$/.test(kept)
      ? []
      : [fix('Close the string with `"`', insert(quote + Math.max(kept.length, 1), '"'))]),
  );
}
