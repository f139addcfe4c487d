// Names are handled as strings in canonical presentation form: absolute, lower case, escaped as BIND prints them.
// `absoluteName` runs once per name of a zone, so plain names take a loop over character codes and one table.
import { decimalEscape, decodeStep, stepEnd } from "./octets.ts";

/** Longest label and longest name on the wire, in octets (RFC 1035 section 2.3.4). */
const LABEL_MAX = 63;
const NAME_MAX = 255;

/** Something wrong in a name, at offsets in its raw text. */
export interface NameProblem {
  readonly kind: "label-too-long" | "name-too-long" | "empty-label" | "bad-escape";
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A name's labels as octets (one character each, case kept), leftmost first, without the root label. */
export interface DecodedName {
  readonly labels: readonly string[];
  /** Whether it ends in a dot. */
  readonly absolute: boolean;
  readonly problems: readonly NameProblem[];
}

export interface ReadName {
  /** Absolute canonical form; undefined where there are problems, or the name is relative and the origin unknown. */
  readonly name: string | undefined;
  readonly problems: readonly NameProblem[];
}

/**
 * The absolute, lower-case canonical form of a name as written (`@`, relative or absolute), with its final dot.
 * `undefined` when it is not a legal name, or is relative and the origin is unknown.
 * @param origin absolute, canonical
 */
export function absoluteName(raw: string, origin: string | undefined): string | undefined {
  return plainName(raw, origin) ?? readName(raw, origin).name;
}

/** Like `absoluteName`, and says what is wrong. */
export function readName(raw: string, origin: string | undefined): ReadName {
  const plain = plainName(raw, origin);
  if (plain !== undefined) return { name: plain, problems: [] };
  if (raw === "@") return { name: origin, problems: [] };
  const { labels, absolute, problems } = decodeName(raw);
  if (problems.length > 0) return { name: undefined, problems };
  const own = encodeLabels(labels);
  if (absolute) return { name: own === "" ? "." : own, problems };
  if (origin === undefined) return { name: undefined, problems };
  const name = origin === "." ? own : own + origin;
  const length = wireLength(name);
  if (length <= NAME_MAX) return { name, problems };
  const message = `with its origin \`${origin}\` the name has ${length} octets; a name holds ${NAME_MAX} at most`;
  return { name: undefined, problems: [{ kind: "name-too-long", message, start: 0, end: raw.length }] };
}

/**
 * Splits a name as written into labels and reports labels over 63 octets, names over 255, empty labels and bad escapes
 * (RFC 1035 sections 2.3.4 and 5.1). Neither `@` nor an origin means anything here.
 */
export function decodeName(raw: string): DecodedName {
  if (raw === ".") return { labels: [], absolute: true, problems: [] };
  const labels: string[] = [];
  const problems: NameProblem[] = [];
  let label = "";
  let labelStart = 0;
  let at = 0;
  const endLabel = (end: number) => {
    if (end === labelStart) problems.push(emptyLabel(raw, end));
    else if (label.length > LABEL_MAX) problems.push(longLabel(label.length, labelStart, end));
    labels.push(label);
    label = "";
  };
  while (at < raw.length) {
    if (raw.charCodeAt(at) === 0x2e) {
      endLabel(at);
      labelStart = ++at;
      continue;
    }
    const end = stepEnd(raw, at);
    const octets = decodeStep(raw, at, end);
    if (octets === undefined) problems.push(badEscape(raw, at, end));
    else label += octets;
    at = end;
  }
  const absolute = raw.length > 0 && labelStart === raw.length;
  if (!absolute) endLabel(raw.length);
  const length = labels.reduce((sum, each) => sum + each.length + 1, 1);
  if (length > NAME_MAX && problems.length === 0) {
    const message = `the name has ${length} octets; a name holds ${NAME_MAX} at most`;
    problems.push({ kind: "name-too-long", message, start: 0, end: raw.length });
  }
  return { labels, absolute, problems };
}

/** The canonical form of labels given as octets: lower case, escaped, each with its dot; "" for none. */
export function encodeLabels(labels: readonly string[]): string {
  let name = "";
  for (const label of labels) name += `${encodeLabel(label)}.`;
  return name;
}

/** Like `encodeLabels`, with the letters as they are. */
export function encodeLabelsKeeping(labels: readonly string[]): string {
  return labels.map((label) => `${escapeLabel(label)}.`).join("");
}

/** The labels of a canonical name in presentation form, leftmost first; none for the root. */
export function labelsOf(name: string): readonly string[] {
  if (name === "." || name === "") return [];
  const labels: string[] = [];
  let start = 0;
  while (start < name.length) {
    const dot = labelEnd(name, start);
    labels.push(name.slice(start, dot));
    start = dot + 1;
  }
  return labels;
}

/** The name without its leftmost label; undefined for the root. */
export function parentOf(name: string): string | undefined {
  if (name === ".") return undefined;
  const rest = name.slice(labelEnd(name, 0) + 1);
  return rest === "" ? "." : rest;
}

/** Whether `name` lies strictly below `ancestor`; both canonical. */
export function isBelow(name: string, ancestor: string): boolean {
  if (ancestor === ".") return name !== ".";
  const cut = name.length - ancestor.length;
  return cut > 1 && name.endsWith(ancestor) && isLabelDot(name, cut - 1);
}

/** Whether a name is one of some others, or below one of them: a question that costs its labels alone. */
export function isBelowOneOf(name: string, tops: ReadonlySet<string>): boolean {
  for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) if (tops.has(at)) return true;
  return false;
}

/** Whether `name` is `ancestor` or lies below it; both canonical. */
export function isAtOrBelow(name: string, ancestor: string): boolean {
  return name === ancestor || isBelow(name, ancestor);
}

/** The shortest way to write a canonical name below `$ORIGIN origin`: `@`, relative, or absolute where it lies outside. */
export function relativeTo(name: string, origin: string): string {
  if (name === origin) return "@";
  if (!isBelow(name, origin)) return name;
  return name.slice(0, origin === "." ? -1 : -origin.length - 1);
}

/** Octets of a canonical name on the wire, the root label included. */
export function wireLength(name: string): number {
  if (name === ".") return 1;
  let length = 1;
  for (let at = 0; at < name.length; at = stepEnd(name, at)) length++;
  return length;
}

/** Canonical DNS name order (RFC 4034 section 6.1) of two canonical names: negative, zero or positive. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  const as = labelsOf(a);
  const bs = labelsOf(b);
  for (let i = 1; i <= as.length && i <= bs.length; i++) {
    const left = labelOctets(as[as.length - i] ?? "");
    const right = labelOctets(bs[bs.length - i] ?? "");
    if (left !== right) return left < right ? -1 : 1;
  }
  return as.length - bs.length;
}

/** The octets of one label in presentation form. */
export function labelOctets(label: string): string {
  if (!label.includes("\\")) return label;
  let octets = "";
  for (let at = 0; at < label.length; ) {
    const end = stepEnd(label, at);
    octets += decodeStep(label, at, end) ?? "";
    at = end;
  }
  return octets;
}

const SLOW = 0;
const PLAIN = 1;
const UPPER = 2;
const DOT = 3;

/** What each ASCII character is in a name; SLOW where it is escaped, needs escaping, or means something by itself. */
const CLASS = new Uint8Array(128).map((_, code) => {
  if (code <= 0x20 || code === 0x7f || '"().;@\\$'.includes(String.fromCharCode(code))) {
    return code === 0x2e ? DOT : SLOW;
  }
  return code >= 0x41 && code <= 0x5a ? UPPER : PLAIN;
});

/** The canonical form of a name without escapes and problems; undefined for any other, which `readName` reads. */
function plainName(raw: string, origin: string | undefined): string | undefined {
  const length = raw.length;
  let label = 0;
  let upper = false;
  for (let i = 0; i < length; i++) {
    const code = raw.charCodeAt(i);
    const kind = code < 128 ? CLASS[code] : SLOW;
    if (kind === DOT) {
      if (label === 0) return raw === "." ? raw : undefined;
      label = 0;
      continue;
    }
    if (kind === SLOW || ++label > LABEL_MAX) return undefined;
    if (kind === UPPER) upper = true;
  }
  if (length === 0) return undefined;
  if (label === 0) {
    if (length + 1 > NAME_MAX) return undefined;
    return upper ? raw.toLowerCase() : raw;
  }
  // An escape only makes the presentation longer than the wire form, so this is on the safe side.
  if (origin === undefined || length + origin.length + 2 > NAME_MAX) return undefined;
  const own = upper ? raw.toLowerCase() : raw;
  return origin === "." ? `${own}.` : `${own}.${origin}`;
}

function encodeLabel(octets: string): string {
  const text = escapeLabel(octets);
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

function escapeLabel(octets: string): string {
  if (/^[A-Za-z0-9_-]*$/.test(octets)) return octets;
  let text = "";
  for (let i = 0; i < octets.length; i++) {
    const code = octets.charCodeAt(i);
    const kind = code < 128 ? CLASS[code] : SLOW;
    const char = octets[i] ?? "";
    if (kind === PLAIN || kind === UPPER) text += char;
    else if (code > 0x20 && code < 0x7f) text += `\\${char}`;
    else text += decimalEscape(code);
  }
  return text;
}

/** Offset of the dot that ends the label beginning at `start` (or the text's end). */
function labelEnd(name: string, start: number): number {
  let at = start;
  while (at < name.length && name.charCodeAt(at) !== 0x2e) {
    at = name.charCodeAt(at) === 0x5c ? stepEnd(name, at) : at + 1;
  }
  return at;
}

/** Whether the dot at `at` ends a label: an even number of backslashes stands before it. */
function isLabelDot(name: string, at: number): boolean {
  if (name.charCodeAt(at) !== 0x2e) return false;
  let backslashes = 0;
  while (name.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 0;
}

function emptyLabel(raw: string, at: number): NameProblem {
  const message =
    at === 0 ? "the name begins with a dot" : "two dots follow each other: there is no empty label";
  let end = Math.min(at + 1, raw.length);
  while (raw[end] === ".") end++;
  return { kind: "empty-label", message, start: Math.max(0, at - 1), end };
}

function longLabel(length: number, start: number, end: number): NameProblem {
  const message = `the label has ${length} octets; a label holds ${LABEL_MAX} at most`;
  return { kind: "label-too-long", message, start, end };
}

function badEscape(raw: string, start: number, end: number): NameProblem {
  const message = `\`${raw.slice(start, end)}\` is no escape: write \`\\\` and three digits up to 255, or \`\\\` and one character`;
  return { kind: "bad-escape", message, start, end };
}
