import { isAtOrBelow } from "../../dns/names.ts";

// Names that stand for others in documents (RFC 2606, RFC 6761).
const EXAMPLE_NAMES = ["example.com.", "example.net.", "example.org.", "example.", "test.", "invalid."];

// Asked about every target: hardly any holds one of these words.
const SUSPECT = /example|test|invalid/;

/** Whether a name is one that only documents and tests use. */
export function isExampleName(name: string): boolean {
  return SUSPECT.test(name) && EXAMPLE_NAMES.some((example) => isAtOrBelow(name, example));
}
