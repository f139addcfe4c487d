/** One item of rdata as the syntax gives it: raw text still has its escapes, quotes are taken off. */
export interface RdataToken {
  readonly raw: string;
  readonly quoted: boolean;
  /** Document offsets of the token, quotes included. */
  readonly start: number;
  readonly end: number;
}

/** One field of rdata, for hovers, fixes and checks. */
export interface RdataField {
  /** The RFC's name of the field ("preference", "exchange"). */
  readonly name: string;
  /** What kind of value it is: a key of the field table. */
  readonly kind: string;
  /** Canonical presentation form. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Absolute lower-case name, for fields that are names. */
  readonly target?: string;
}

/** Something wrong in rdata, at document offsets. */
export interface RdataProblem {
  readonly rule: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What to write instead of [start, end), where that is known; up to another `end` where more is at fault than is shown. */
  readonly fix?: { readonly title: string; readonly text: string; readonly end?: number };
  /** The type that the record was meant to have. */
  readonly retype?: string;
}

/** Rdata read field by field. */
export interface Rdata {
  /** Canonical presentation form (names absolute and lower-case), to compare; undefined where it could not be read. */
  readonly canonical: string | undefined;
  /** The same as BIND prints it, letters of names as they are written; left out where it is the canonical form. */
  readonly printed?: string;
  readonly fields: readonly RdataField[];
  readonly problems: readonly RdataProblem[];
}
