import { numText } from "../number.ts";
import { keyOf, sortedEntries, type Value } from "../value.ts";

/** A known value as JSON, as `jsonencode` prints it. */
export function jsonOf(value: Value): string {
  switch (value.kind) {
    case "string":
      return jsonString(value.text.text);
    case "number":
      return numText(value.value);
    case "list":
      return `[${value.items.map(jsonOf).join(",")}]`;
    case "object":
      return `{${sortedEntries(value)
        .map(({ key, value: inner }) => `${jsonString(key.text.text)}:${jsonOf(inner)}`)
        .join(",")}}`;
    default:
      return keyOf(value);
  }
}

/** Go escapes what could end a script in HTML as well. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
