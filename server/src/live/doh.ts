import { decodeAnswer, encodeQuestion } from "../dns/message.ts";
import { typeCode } from "../dns/mnemonics.ts";
import type { Ask } from "../mail/live.ts";
import { replyOf } from "../mail/wireReply.ts";

/** How a message travels over HTTPS; `fetch` of the browser, in short. */
export type Post = (endpoint: string, message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array | undefined>;

const PATIENCE = 5_000;

/** Asks a DNS-over-HTTPS server (RFC 8484), for where there is no other way to the DNS. */
export function dohAsk(endpoint: string, post: Post = postMessage): Ask {
  return async (name, type) => {
    const question = Uint8Array.from(encodeQuestion(name, typeCode(type, 0, type.length)));
    const message = await post(endpoint, question).catch(() => undefined);
    return replyOf(name, type, message === undefined ? undefined : decodeAnswer(message));
  };
}

async function postMessage(endpoint: string, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
  const type = "application/dns-message";
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { accept: type, "content-type": type },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  });
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}
