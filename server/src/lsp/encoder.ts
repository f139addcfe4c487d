import type { ContentTypeEncoder, Message, PublishDiagnosticsParams } from "vscode-languageserver/node";

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
  const json = JSON.stringify(value);
  return Buffer.from(LOOSE.test(json) ? json.replace(ESCAPES, shown) : json, "utf8");
}

// Clients that take a message apart strictly refuse half a surrogate pair, which stands for an octet that is no UTF-8.
const LOOSE = /\\ud[89a-f]/;
const ESCAPES = /\\(?:ud[89a-f][0-9a-f]{2}|.)/g;

function shown(written: string): string {
  return LOOSE.test(written) ? "\\ufffd" : written;
}

const OPEN = Buffer.from(',"diagnostics":[');
const COMMA = Buffer.from(",");
const CLOSE = Buffer.from("]}}");
