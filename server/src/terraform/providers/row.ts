/** How a provider turns a TXT value into character-strings. */
export type TextForm =
  /** The value is the text; it is cut by the provider or the service. */
  | "raw"
  /** Presentation format: quoted strings. */
  | "quoted"
  /** The provider puts the outer quotes on; the value is what stands between them. */
  | "bare"
  /** Like `bare`, but one string that is never split. */
  | "inner"
  /** JSON in a string. */
  | "json"
  /** Not known: quoted where it is written so, otherwise raw. */
  | "keep";

/** What becomes of a TXT value without quotes where quotes are the form. */
export type Unquoted =
  /** It is cut at its spaces into several strings. */
  | "splits"
  /** It is cut at its spaces, and ends at its first `;`. */
  | "splits-and-ends"
  /** It is refused. */
  | "refused"
  /** It works, but every plan shows a change. */
  | "drifts"
  /** It works. */
  | "accepted";

/** What a fix writes; "keep": it changes no quoting. */
export type Writer = "raw" | "quoted" | "quoted-preferred" | "raw-split-bare" | "keep" | "n/a";

/**
 * How one resource type describes DNS records. Attributes are paths: `record.value` is the attribute `value` of each block
 * (or object) `record`; the first path that leads to something counts.
 */
export interface ProviderRow {
  /** The resource type; for a module, the pattern of its source. */
  readonly type: string;
  /** Blocks or a list of objects that hold one record each; paths through it are followed in each of them by itself. */
  readonly each?: string;
  /** An argument that holds the same objects as JSON in a string. */
  readonly eachJson?: string;
  readonly owner: readonly string[];
  /** relative to the zone, absolute with or without its final dot, or either. */
  readonly form: "relative" | "fqdn" | "both";
  /** An attribute whose name is absolute, where `owner` holds relative ones. */
  readonly absoluteOwner?: string;
  /** The keys of the map `each` are owners where nothing else names one. */
  readonly keyIsOwner?: true;
  /** How the apex is written besides the zone's own name; a name that is left out counts as "". */
  readonly apex: readonly string[];
  readonly zone: readonly string[];
  /** What the zone attribute holds: the zone's name, an id, or either. */
  readonly zoneIs: "name" | "id" | "either";
  /** The type itself, or where it is written. */
  readonly recordType: { readonly is: string } | { readonly at: readonly string[] };
  /** Types of the provider's own that publish another one. */
  readonly typeNames?: Readonly<Record<string, string>>;
  readonly ttl: readonly string[];
  readonly defaultTtl?: number;
  /** A number that stands for "automatic". */
  readonly automaticTtl?: number;
  readonly content: readonly string[];
  /** Contents of which one at a time is served. */
  readonly alternatives?: readonly string[];
  /** Where a record is switched on or off, and what switches it off. */
  readonly off?: { readonly at: string; readonly when: boolean };
  readonly priority: readonly string[];
  /** What the preference grows by from one element of the content to the next. */
  readonly increment?: string;
  /** A preference in front of an MX record's host is refused. */
  readonly bareHost?: true;
  readonly text: TextForm;
  readonly writer: Writer;
  readonly unquoted?: Unquoted;
  /** What becomes of a string over 255 octets that is not split: it is refused, or every plan shows a change. */
  readonly unsplit?: "refused" | "drifts";
  /** One resource owns all records of its name and type: a second one fails, or replaces the first. */
  readonly ownsName?: true;
  /** What happens to quotes written around a raw value: they become part of it, or are taken off. */
  readonly quotes?: "kept" | "dropped";
  /** Octets of each string that the provider cuts a raw text into. */
  readonly cut?: number;
  /** The value of a CAA record ends in a dot that is not published. */
  readonly caaDot?: true;
  /** Names without a final dot are refused: the owner and those that the record points to, or the latter alone. */
  readonly finalDot?: "names" | "targets";
  /** Targets without a final dot lie in the zone. */
  readonly targets?: "in-zone";
}
