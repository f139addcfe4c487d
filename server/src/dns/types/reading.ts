import { printable } from "../octets.ts";
import type { RdataField, RdataProblem, RdataToken } from "../rdata.ts";
import type { RdataFault } from "./faults.ts";

/** A stretch of the document. */
export interface At {
  readonly start: number;
  readonly end: number;
}

/** What reading one field gave; its place is that of the tokens it took. */
export interface Item {
  /** As BIND prints it: names absolute with their letters kept, hex in upper case, strings in quotes. */
  readonly text: string;
  /** Absolute lower-case name, for names. */
  readonly target?: string;
}

/** What surrounds the rdata. */
export interface RdataContext {
  /** Absolute canonical origin of relative names; undefined where it is not known. */
  readonly origin: string | undefined;
  /** Class code; 1 is IN. */
  readonly klass: number;
  /** Where the type stands: rdata that is missing altogether is reported there. */
  readonly span: At;
  /** The service that publishes it takes types of its own: no name server loads a zone with it. */
  readonly isHosted?: boolean;
  /** The type is written by its number (RFC 3597 section 5), which every name server takes. */
  readonly isNumbered?: boolean;
  /** Nothing of the record follows on the line, so that a `;` may turn the rest into a comment. */
  readonly mayComment?: boolean;
}

/** A hole that Terraform could not fill: what holds one is unknown, neither right nor wrong. */
export const HOLE = "\uFFFC";

/** Rdata being read: the tokens that are left, and what was found so far. */
export class Reading {
  readonly tokens: readonly RdataToken[];
  readonly context: RdataContext;
  readonly fields: RdataField[] = [];
  readonly problems: RdataProblem[] = [];
  /** Something could not be read, so that the record has no canonical form. */
  failed = false;
  at = 0;

  constructor(tokens: readonly RdataToken[], context: RdataContext) {
    this.tokens = tokens;
    this.context = context;
  }

  get next(): RdataToken | undefined {
    return this.tokens[this.at];
  }

  get left(): number {
    return this.tokens.length - this.at;
  }

  /** The next token, taken; the caller has made sure that there is one. */
  take(): RdataToken {
    return this.tokens[this.at++] ?? { raw: "", quoted: false, start: this.end.start, end: this.end.end };
  }

  /** Where something that is missing would stand: the last token, or the type's own place. */
  get end(): At {
    const last = this.tokens.at(-1);
    return last ?? this.context.span;
  }

  /** The text of a field read before. */
  valueOf(name: string): string | undefined {
    return this.fields.find((field) => field.name === name)?.text;
  }

  /** Says that the data is that of another type. */
  failForType(rule: RdataFault, message: string, { start, end }: At, type: string): undefined {
    this.failed = true;
    this.problems.push({ rule, message, start, end, retype: type });
    return undefined;
  }

  /** Says what is wrong, and that the rdata cannot be read. */
  fail(rule: RdataFault, message: string, at: At, fix?: RdataProblem["fix"]): undefined {
    this.failed = true;
    this.warn(rule, message, at, fix);
    return undefined;
  }

  /** Says what is wrong in rdata that can be read nevertheless. */
  warn(rule: RdataFault, message: string, at: At, fix?: RdataProblem["fix"]): void {
    this.problems.push({
      rule,
      message,
      start: at.start,
      end: at.end,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

/** A piece of what was written, short enough for a message. */
export function shown(raw: string): string {
  const clean = printable(raw).replace(/[`\p{Cc}\p{Cf}]/gu, "");
  return `\`${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}\``;
}
