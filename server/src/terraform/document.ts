import type { LinePosition, RecordDocument, RecordPart } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import { lastUpTo } from "../text/halving.ts";
import type { Span } from "../text/span.ts";
import type { TerraformProject } from "./project.ts";

/** One file of a Terraform project. What it holds hangs on the other files of its folder too, so it is asked for each time. */
export class TerraformDocument implements RecordDocument {
  readonly uri: string;
  readonly language = "terraform";
  readonly isWhole = false;
  readonly #project: TerraformProject;
  #text: string;
  #lines: readonly number[] | undefined;

  constructor(uri: string, text: string, project: TerraformProject) {
    this.uri = uri;
    this.#text = text;
    this.#project = project;
  }

  get parts(): readonly RecordPart[] {
    return [this.#part];
  }
  get length(): number {
    return this.#text.length;
  }
  get lineCount(): number {
    return this.#starts.length;
  }
  get recordCount(): number {
    return this.#part.records.length;
  }
  get eol(): string {
    return /\r\n|\n|\r/.exec(this.#text)?.[0] ?? "\n";
  }
  get related(): ReadonlyMap<string, TerraformDocument> {
    return this.#project.related(this.uri);
  }

  text(): string {
    return this.#text;
  }

  slice(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  positionAt(offset: number): LinePosition {
    const given = Math.max(0, Math.min(offset, this.#text.length));
    // Between the two characters of a break there is no position.
    const at = this.#text[given] === "\n" && this.#text[given - 1] === "\r" ? given - 1 : given;
    const starts = this.#starts;
    const line = lastUpTo(starts, at);
    return { line, character: at - (starts[line] ?? 0) };
  }

  offsetAt({ line, character }: LinePosition): number {
    const start = this.#starts[line];
    if (start === undefined) return line < 0 ? 0 : this.#text.length;
    const next = this.#starts[line + 1] ?? this.#text.length + 1;
    let end = next - 1;
    if (this.#text[end] === "\n" && this.#text[end - 1] === "\r") end--;
    return Math.min(start + Math.max(0, character), Math.max(start, end));
  }

  replace(span: Span, text: string): void {
    this.#text = this.#text.slice(0, span.start) + text + this.#text.slice(span.end);
    this.#lines = undefined;
    this.#project.set(this);
  }

  withText(text: string): RecordDocument {
    return this.#project.copy().open(this.uri, text);
  }

  records(): readonly DnsRecord[] {
    return this.#part.records;
  }

  recordsAt(owner: string, type?: string): readonly DnsRecord[] {
    return this.#project.recordsAt(this.uri, owner, type);
  }

  /** The record whose content covers the offset, otherwise the first one of the block that does. */
  recordAt(offset: number): DnsRecord | undefined {
    const covers = ({ start, end }: Span) => start <= offset && offset <= end;
    const { records } = this.#part;
    return records.find(({ rdataSpan }) => covers(rdataSpan)) ?? records.find(({ span }) => covers(span));
  }

  get #part(): RecordPart {
    return this.#project.part(this.uri);
  }

  get #starts(): readonly number[] {
    this.#lines ??= [
      0,
      ...[...this.#text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length),
    ];
    return this.#lines;
  }
}
