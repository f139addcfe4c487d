/** What the client sent with a request: each part as the kind that is asked for, or its empty value. */
export class Answers {
  readonly #params: Readonly<Record<string, unknown>>;

  constructor(params: unknown) {
    this.#params =
      typeof params === "object" && params !== null ? Object.fromEntries(Object.entries(params)) : {};
  }

  text(name: string): string {
    const value = this.#params[name];
    return typeof value === "string" ? value : "";
  }

  flag(name: string): boolean {
    return this.#params[name] === true;
  }

  list(name: string): readonly string[] {
    const value = this.#params[name];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  }

  position(): { readonly line: number; readonly character: number } {
    const value = new Answers(this.#params.position);
    return { line: value.number("line"), character: value.number("character") };
  }

  number(name: string): number {
    const value = this.#params[name];
    return typeof value === "number" ? value : 0;
  }
}
