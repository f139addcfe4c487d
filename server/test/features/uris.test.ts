// Hosts in mailto: and https: addresses are names like all others (RFC 8460 3, RFC 8659 4.4, RFC 7553 4.4, BIMI).
import assert from "node:assert/strict";
import { test } from "node:test";
import { definition } from "../../src/features/definition.ts";
import { references } from "../../src/features/references.ts";
import { rename } from "../../src/features/rename.ts";
import { edited, HEAD, marked, textOf } from "./marked.ts";

const RECORDS = `_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tls@mail.example.com,https://MAIL.example.com:8443/tls"
default._bimi IN TXT "v=BIMI1; l=https://mail.example.com/logo.svg; a=https://mail.example.com/logo.pem"
@ IN CAA 0 iodef "mailto:ca@mail.example.com"
@ IN CAA 0 iodef "https://mail.example.com/report"
@ IN CAA 0 iodef mailto:ca@mail.example.com
@ IN CAA 0 issue "mail.example.com"
_http._tcp IN URI 10 1 "https://user@mail.example.com/"
x IN TXT "https://mail.example.com/ is no address of a mail record"
y IN URI 10 1 "https://mail.example.com.evil.example/"
`;

test("rename: the hosts of addresses follow, in every record that has a place for them", () => {
  const { document, documents, offset } = marked(`${HEAD}ma§il IN A 192.0.2.2\n${RECORDS}`);
  const after = edited(document, rename(documents, offset, "post")[document.uri] ?? []);
  assert.equal(
    after.slice(HEAD.length),
    `post IN A 192.0.2.2\n_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tls@post.example.com,https://post.example.com:8443/tls"
default._bimi IN TXT "v=BIMI1; l=https://post.example.com/logo.svg; a=https://post.example.com/logo.pem"
@ IN CAA 0 iodef "mailto:ca@post.example.com"
@ IN CAA 0 iodef "https://post.example.com/report"
@ IN CAA 0 iodef mailto:ca@post.example.com
@ IN CAA 0 issue "mail.example.com"
_http._tcp IN URI 10 1 "https://user@post.example.com/"
x IN TXT "https://mail.example.com/ is no address of a mail record"
y IN URI 10 1 "https://mail.example.com.evil.example/"
`,
  );
});

test("definition and references: from such a host to its records, and back", () => {
  const place = marked(`${HEAD}mail IN A 192.0.2.2\n@ IN CAA 0 iodef "https://ma§il.example.com/"\n`);
  const [target, ...others] = definition(place.documents, place.offset);
  assert.ok(target);
  assert.equal(textOf(place.document, target.targetRange), "mail IN A 192.0.2.2");
  assert.deepEqual(others, []);
  assert.deepEqual(
    references(place.documents, place.offset, { includeDeclaration: true }).map(({ range }) =>
      textOf(place.document, range),
    ),
    ["mail", "mail.example.com"],
  );
});
