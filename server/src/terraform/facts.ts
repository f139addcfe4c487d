import type { Anchor } from "../dns/record.ts";
import type { SourceSpan, Span } from "../text/span.ts";
import type { Declared, SourceFile } from "./declared.ts";
import type { Text } from "./eval/text.ts";
import type { ProviderRow } from "./providers/row.ts";
import type { TerraformRecord } from "./record.ts";
import type { TxtValue } from "./records/txt.ts";
import type { Sharing } from "./sharing.ts";

/** Everything that is known about one record of a Terraform block. */
export interface RecordFacts {
  readonly anchor: Anchor;
  readonly declared: Declared;
  /** "aws_route53_record.spf"; "" for a string that was found by its signature. */
  readonly address: string;
  /** What leads to a string that was found by its signature: "module.dns.spf"; "" where its block makes nothing. */
  readonly place?: string;
  readonly row: ProviderRow | undefined;
  readonly owner: string | undefined;
  readonly name: string;
  readonly zone: string | undefined;
  /** Tells zones apart that have one name (public and private); undefined where the zone is unknown. */
  readonly zoneKey: string | undefined;
  readonly ttl: number | undefined;
  /** "" where it is unknown. */
  readonly type: string;
  readonly spans: RecordSpans;
  /** The content as the configuration has it; undefined where there is none, or nothing of it is known. */
  readonly content: Text | undefined;
  readonly txt: TxtValue | undefined;
  /** The resource of its zone stands in the same configuration. */
  readonly isInOwnZone: boolean;
  /** It may not exist, or only where another does not. */
  readonly isConditional: boolean;
  /** What it is one of: of records that are served in turn, or by the place of who asks, an answer holds one of these. */
  readonly alternative: string | undefined;
  /** The instance of its block makes no other record. */
  readonly isOnly: boolean;
  /** The instance of the block that makes the record. */
  readonly instance: object;
  /** For an element of a list that goes on with the text of another one: that record. */
  readonly continues: TerraformRecord | undefined;
  /** Whether its provider answers with addresses of its own instead. */
  readonly proxied: boolean;
  readonly sharing: Sharing;
  /** The files in which a literal of this record may be referred to. */
  readonly files: readonly SourceFile[];
}

/** Where the parts of a record stand, in the file of its block unless they say otherwise. */
export interface RecordSpans {
  readonly block: Span;
  readonly header: Span;
  readonly owner: SourceSpan | undefined;
  readonly ttl: Span | undefined;
  readonly type: Span | undefined;
  readonly content: Span;
}
