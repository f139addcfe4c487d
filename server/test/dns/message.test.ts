import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { decodeAnswer, encodeQuestion } from "../../src/dns/message.ts";
import { typeCode } from "../../src/dns/mnemonics.ts";
import { dohAsk } from "../../src/live/doh.ts";
import type { QueryType } from "../../src/mail/resolver.ts";
import { MISSING, type NameServer, startNamed } from "../named.ts";

const ZONE = `$ORIGIN example.net.
$TTL 300
@ IN SOA ns1 hostmaster 1 7200 3600 1209600 120
@ NS ns1
ns1 A 127.0.0.1
@ TXT "v=spf1 " "\\150 -all"
@ MX 10 mx
mx 60 A 192.0.2.25
mx 60 AAAA 2001:db8::25
alias 30 CNAME mx
odd\\032\\.name TXT "here"
null MX 0 .
`;
const REVERSE = `$TTL 300
@ IN SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 300
@ NS ns1.example.net.
25 PTR MX.Example.NET.
`;

let server: NameServer | undefined;
before(async () => {
  server = await startNamed({ "example.net": ZONE, "2.0.192.in-addr.arpa": REVERSE });
});
after(() => server?.stop());

/** One message there and one back, over UDP: the messages are the same as over HTTPS. */
async function exchange(message: Uint8Array): Promise<Uint8Array> {
  const socket = createSocket("udp4");
  socket.send(message, server?.port ?? 0, "127.0.0.1");
  const [answer] = await once(socket, "message");
  socket.close();
  return answer;
}

const ask = dohAsk("https://dns.example/dns-query", (_endpoint, message) => exchange(message));

// Expectations are the zone above, as RFC 1034 section 4.3.2 and RFC 2308 section 5 have a server answer.
test("questions and answers are what a name server takes and gives", async (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const cases: readonly (readonly [string, QueryType, unknown, number | undefined])[] = [
    ["mx.example.net.", "A", ["192.0.2.25"], 60],
    ["mx.example.net.", "AAAA", ["2001:db8::25"], 60],
    ["alias.example.net.", "A", ["192.0.2.25"], 30],
    ["example.net.", "MX", ["10 mx.example.net."], 300],
    ["null.example.net.", "MX", ["0 ."], 300],
    ["example.net.", "TXT", ["v=spf1 \x96 -all"], 300],
    ["odd\\032\\.name.example.net.", "TXT", ["here"], 300],
    ["25.2.0.192.in-addr.arpa.", "PTR", ["mx.example.net."], 300],
    ["nobody.example.net.", "A", "nxdomain", 120],
    ["ns1.example.net.", "AAAA", "nodata", 120],
    ["example.edu.", "A", "timeout", undefined],
  ];
  for (const [name, type, wanted, ttl] of cases) {
    const reply = await ask(name, type);
    const got = reply.answer.kind === "records" ? reply.answer.values : reply.answer.kind;
    assert.deepEqual(got, wanted, `${type} ${name}`);
    assert.equal(reply.ttl, ttl, `${type} ${name}`);
  }
});

test("no answer, and one that is no DNS message, are a timeout", async () => {
  const failing = dohAsk("https://dns.example/", () => Promise.reject(new Error("offline")));
  assert.equal((await failing("example.net.", "A")).answer.kind, "timeout");
  const html = dohAsk("https://dns.example/", async () => new TextEncoder().encode("<html>no</html>"));
  assert.equal((await html("example.net.", "A")).answer.kind, "timeout");
});

test("octets of any kind are read to an answer or to none, and names never run in circles", () => {
  const header = [0, 0, 0x81, 0x80, 0, 1, 0, 2, 0, 1, 0, 0];
  const piece = fc.oneof(
    fc.constantFrom(
      [0xc0, 0x0c],
      [0xc0, 0x00],
      [0xff, 0xff],
      [0],
      [1, 0x61],
      [63],
      [0, 1, 0, 1],
      [0, 0, 0, 9],
      [0, 16, 0, 1],
    ),
    fc.array(fc.nat(255), { maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, answer) => {
      const octets = Uint8Array.from([...(answer ? header : []), ...pieces.flat()]);
      decodeAnswer(octets);
    }),
    { numRuns: 5000 },
  );
});

test("an answer cut anywhere is none, or has lost only what stands behind the answers", async (t) => {
  if (MISSING !== undefined) return t.skip(MISSING);
  const whole = await exchange(encodeQuestion("alias.example.net.", typeCode("A", 0, 1)));
  const full = decodeAnswer(whole);
  assert.equal(full?.answers.length, 2);
  for (let length = 0; length < whole.length; length++) {
    const cut = decodeAnswer(whole.subarray(0, length));
    if (cut !== undefined) assert.deepEqual(cut.answers, full?.answers);
  }
});
