import type { SyntaxProblem } from "../dns/document.ts";
import { encodeOctets, octetsOf } from "../dns/octets.ts";
import { scanTokens } from "../dns/tokens.ts";
import { type Block, FLAG } from "./block.ts";
import { splitStrings, withoutApostrophes } from "./strings.ts";

// What follows a `;` that was meant to be part of the value: another tag, another SPF term.
const TAG = /^;[ \t]*[a-z]{1,5}[ \t]*=/i;
const TERM = /^;[ \t]*[+~?-]?(?:all\b|mx\b|a\b|ptr\b|(?:include|ip4|ip6|exists|redirect)[:=])/i;
const VERSION = /^[("\s]*v[ \t]*=[ \t]*(?:spf1|DMARC1|DKIM1|TLSRPTv1|STSv1|BIMI1)/i;

/**
 * A TXT value whose `;`, outside quotes, turned the rest of the line into a comment (RFC 1035 section 5.1): what is lost,
 * and the whole value in quotes. Undefined for every other record.
 */
export function cutValue(block: Block, row: number): SyntaxProblem | undefined {
  const bits = block.columns.flags[row] ?? 0;
  if ((bits & FLAG.commented) === 0) return undefined;
  const start = block.columns.rdataStart[row] ?? 0;
  const end = lineEnd(block.text, block.columns.rdataEnd[row] ?? 0);
  const isQuoted = (bits & FLAG.quoted) !== 0;
  for (const at of semicolons(block.text, start, end)) {
    const close = Math.min(lineEnd(block.text, at), end);
    const comment = block.text.slice(at, close).trimEnd();
    if (!isMeant(block.text.slice(start, at), comment, isQuoted)) continue;
    return cutAt(block.text, start, end, at, comment);
  }
  return undefined;
}

// What RFC 8657 and authorities put behind the domain of an authority.
const PARAMETER = /^;[ \t]*(?:accounturi|validationmethods|account|cansignhttpexchanges)[ \t]*=/i;
const GLUED = /^;[ \t]*[a-z][a-z0-9-]*=[^\s"';]+["]?$/i;
const PARAMETERS = /^(?:;[ \t]*[a-z][a-z0-9-]*[ \t]*=[ \t]*[^\s;]*[ \t]*)+/i;

/**
 * A CAA value whose `;`, outside quotes, turned its parameters into a comment (RFC 8659 section 4.2, RFC 1035 section 5.1).
 * Undefined for every other record.
 */
export function cutParameters(block: Block, row: number): SyntaxProblem | undefined {
  const { flags, rdataStart, rdataEnd } = block.columns;
  if (((flags[row] ?? 0) & (FLAG.commented | FLAG.grouped)) !== FLAG.commented) return undefined;
  const { text } = block;
  const end = rdataEnd[row] ?? 0;
  const close = lineEnd(text, end);
  const comment = text.slice(end, close).trim();
  if (!(PARAMETER.test(comment) || (text[end] === ";" && GLUED.test(comment)))) return undefined;
  const value = scanTokens(text, rdataStart[row] ?? 0, end, 0).at(-1);
  if (value === undefined) return undefined;
  // Behind the parameters a comment of people's own may stand.
  const lost = PARAMETERS.exec(comment)?.[0].trimEnd() ?? comment;
  const rest = comment.slice(lost.length).trimStart();
  const whole = `${value.raw}${lost.replaceAll('"', "")}`;
  return {
    rule: "zone-caa-unquoted-semicolon",
    message: `The \`;\` begins a comment here: \`${lost.slice(1).trim().slice(0, 60)}\` is not published, and the authority issues without this restriction`,
    start: text.indexOf(";", end),
    end: text.indexOf(";", end) + lost.length,
    fixes: [
      {
        title: "Put the whole value in quotes",
        safe: false,
        edits: [
          {
            start: value.start,
            end: close,
            text: `"${whole}"${rest === "" ? "" : ` ${rest.startsWith(";") ? rest : `; ${rest}`}`}`,
          },
        ],
      },
    ],
  };
}

function isMeant(value: string, comment: string, isQuoted: boolean): boolean {
  const isTag = TAG.test(comment);
  // Behind quotes a comment is usual; right behind them, and with a tag in it, it is none.
  if (isQuoted) return isTag && value.endsWith('"') && VERSION.test(value);
  if (!value.includes("=")) return false;
  if (isTag || (/^[(\s]*v=spf1/i.test(value) && TERM.test(comment))) return true;
  const isGlued = /\S$/.test(value) && /^;[^\s;]/.test(comment);
  return isGlued || (comment === ";" && VERSION.test(value) && value.startsWith("("));
}

function cutAt(text: string, start: number, end: number, at: number, comment: string): SyntaxProblem {
  const lost = comment.slice(1).trim();
  const shown = lost.length > 60 ? `${lost.slice(0, 60)}…` : lost;
  const region = text.slice(start, end).trimEnd();
  const isGrouped = region.startsWith("(");
  const value = isGrouped ? region.replace(/^\(\s*|\s*\)$/g, "").replace(/\s+/g, " ") : region;
  const plain = withoutApostrophes(
    octetsOf(value.replace(/\\[\s\S]|"/g, (part) => (part === '"' ? "" : part))),
  );
  // Nothing but spaces parts SPF terms.
  const whole = /^v=spf1/i.test(plain) ? plain.replace(/\s*;\s*/g, " ").trim() : plain;
  const quoted = splitStrings(whole)
    .map((piece) => `"${encodeOctets(piece)}"`)
    .join(" ");
  return {
    rule: "txt-unquoted-semicolon",
    message:
      shown === ""
        ? "The `;` begins a comment here and is not published: what stands in front of it and behind it is joined"
        : `The \`;\` begins a comment here: \`${shown}\` is not published`,
    start: at,
    end: at + comment.length,
    fixes: [
      {
        title: "Put the whole value in quotes",
        safe: false,
        edits: [{ start, end: start + region.length, text: quoted }],
      },
    ],
  };
}

/** Where comments begin, outside quotes. */
function* semicolons(text: string, start: number, end: number): Generator<number> {
  let isQuoted = false;
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (char === ";" && !isQuoted) {
      yield at;
      at = lineEnd(text, at);
    }
  }
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}
