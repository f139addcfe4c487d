import type { ContentTypeEncoder, Message, PublishDiagnosticsParams } from "vscode-languageserver/node";
import { strictJson } from "../text/loose.ts";

/** The octets of each finding that was sent: most are the same after a keystroke, and writing them anew is half of its time. */
const written = new WeakMap<object, Buffer>();

/** Messages as JSON-RPC has them, in UTF-8; the findings among them as they were written before. */
export const encoder: ContentTypeEncoder = {
  name: "application/json",
  encode: (message) => Promise.resolve(publishes(message) ? joined(message) : octetsOf(message)),
};

function publishes(message: Message): message is Message & { readonly params: PublishDiagnosticsParams } {
  return "method" in message && message.method === "textDocument/publishDiagnostics";
}

// The list goes in before the two brackets that end the parameters and the message.
function joined(message: Message & { readonly params: PublishDiagnosticsParams }): Buffer {
  const { diagnostics, ...params } = message.params;
  const parts = [octetsOf({ ...message, params }).subarray(0, -2), OPEN];
  diagnostics.forEach((finding, i) => {
    if (i > 0) parts.push(COMMA);
    parts.push(octetsOfFinding(finding));
  });
  parts.push(CLOSE);
  return Buffer.concat(parts);
}

function octetsOfFinding(finding: object): Buffer {
  let octets = written.get(finding);
  if (octets === undefined) {
    octets = octetsOf(finding);
    written.set(finding, octets);
  }
  return octets;
}

function octetsOf(value: object): Buffer {
  return Buffer.from(strictJson(value), "utf8");
}

const OPEN = Buffer.from(',"diagnostics":[');
const COMMA = Buffer.from(",");
const CLOSE = Buffer.from("]}}");
