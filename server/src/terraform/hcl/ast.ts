import type { Span } from "../../text/span.ts";

/** An expression of HCL's native syntax; JSON is read into the same nodes. Spans are UTF-16 offsets in the file. */
export type Expression =
  | Literal
  | Template
  | Variable
  | Attribute
  | Index
  | Splat
  | Call
  | Tuple
  | ObjectCons
  | ForExpression
  | Conditional
  | Binary
  | Unary
  | Elsewhere
  | Missing;

/** A number, `true`, `false` or `null`. */
export interface Literal extends Span {
  readonly kind: "literal";
  readonly value: number | boolean | null;
  /** The digits of a number that is no small whole one. */
  readonly digits?: string;
}

/** A quoted string, a heredoc, or a string of JSON. */
export interface Template extends Span {
  readonly kind: "template";
  readonly parts: readonly Part[];
  readonly style: "quoted" | "heredoc" | "json" | "json-plain";
}

/** What a template is made of. */
export type Part = TextPart | Interpolation | IfDirective | ForDirective;

/**
 * Literal text. Where `text` is as long as its span it stands there character for character; otherwise it is one escape.
 */
export interface TextPart extends Span {
  readonly kind: "text";
  readonly text: string;
}

/** `${expression}`. */
export interface Interpolation extends Span {
  readonly kind: "interpolation";
  readonly expression: Expression;
}

/** `%{if condition}...%{else}...%{endif}`. */
export interface IfDirective extends Span {
  readonly kind: "if";
  readonly condition: Expression;
  readonly yes: readonly Part[];
  readonly no: readonly Part[];
}

/** `%{for key, value in collection}...%{endfor}`. */
export interface ForDirective extends Span {
  readonly kind: "for";
  readonly key: string | undefined;
  readonly value: string;
  readonly collection: Expression;
  readonly body: readonly Part[];
}

/** A bare name: the root of a reference. */
export interface Variable extends Span {
  readonly kind: "variable";
  readonly name: string;
}

/** `of.name`. */
export interface Attribute extends Span {
  readonly kind: "attribute";
  readonly of: Expression;
  readonly name: string;
}

/** `of[key]`, also `of.0`. */
export interface Index extends Span {
  readonly kind: "index";
  readonly of: Expression;
  readonly key: Expression;
}

/** `of[*].each` or `of.*.each`; in `each`, ITEM stands for one element. */
export interface Splat extends Span {
  readonly kind: "splat";
  readonly of: Expression;
  readonly each: Expression;
}

/** The name by which a splat's `each` refers to the element; no name of the language. */
export const ITEM = "*";

/** `name(arguments)`; `provider::hcloud::txt_record` is one name. */
export interface Call extends Span {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** The last argument is spread: `f(list...)`. */
  readonly spread: boolean;
}

/** `[a, b]`. */
export interface Tuple extends Span {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
}

/** `{ key = value }`; a bare name as key is a template of its text. */
export interface ObjectCons extends Span {
  readonly kind: "object";
  readonly items: readonly { readonly key: Expression; readonly value: Expression }[];
}

/** `[for key, value in collection : result if condition]`, with `resultKey =>` for an object, `...` where it groups. */
export interface ForExpression extends Span {
  readonly kind: "for";
  readonly key: string | undefined;
  readonly value: string;
  readonly collection: Expression;
  readonly resultKey: Expression | undefined;
  readonly result: Expression;
  readonly condition: Expression | undefined;
  readonly groups: boolean;
}

/** `condition ? yes : no`. */
export interface Conditional extends Span {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export type BinaryOperator =
  | "*"
  | "/"
  | "%"
  | "+"
  | "-"
  | ">"
  | ">="
  | "<"
  | "<="
  | "=="
  | "!="
  | "&&"
  | "||";

export interface Binary extends Span {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Span {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly of: Expression;
}

/** An expression of another file, which takes the place of what stands here (an override). */
export interface Elsewhere extends Span {
  readonly kind: "elsewhere";
  readonly uri: string;
  readonly of: Expression;
}

/** What could not be read; it is unknown. */
export interface Missing extends Span {
  readonly kind: "missing";
}

/** `name = value`. */
export interface BodyAttribute extends Span {
  readonly name: string;
  readonly value: Expression;
}

/** `type "label" { ... }`. */
export interface Block extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  /** The block's type and labels, without its braces. */
  readonly header: Span;
  readonly body: Body;
}

/** What stands between the braces of a block, or in a file. */
export interface Body {
  readonly attributes: readonly BodyAttribute[];
  readonly blocks: readonly Block[];
  /** Some of it could not be read: what is not there may have been written all the same. */
  readonly isBroken?: true;
}

/** Something wrong with the syntax. */
export interface HclProblem extends Span {
  readonly kind: "syntax" | "escape" | "directive";
  readonly message: string;
}

/** A file as read. Reading never fails: what cannot be read is a problem, and what follows is read on. */
export interface HclFile {
  readonly body: Body;
  readonly problems: readonly HclProblem[];
}
