import assert from "node:assert/strict";
import { test } from "node:test";
import { coversHost, domainOfPolicy, idOf, isPolicyPath, parseStsPolicy } from "../../src/mail/mtaSts.ts";

test("a policy as RFC 8461 3.2 prints it", () => {
  const text =
    "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n";
  assert.deepEqual(parseStsPolicy(text), {
    mode: "enforce",
    mx: ["mail.example.com", "*.example.net", "backupmx.example.com"],
  });
});

test("a wildcard covers one label, as in RFC 8461 4.1", () => {
  assert.ok(coversHost("mail.example.com", "mail.example.com"));
  assert.ok(coversHost("*.example.com", "mx1.example.com"));
  assert.ok(!coversHost("*.example.com", "example.com"));
  assert.ok(!coversHost("*.example.com", "foo.bar.example.com"));
  assert.ok(!coversHost("mail.example.com", "mx.mail.example.com"));
});

test("whose policy a file is: the folder says it, or there is only one domain", () => {
  const domains = ["example.com.", "example.net."];
  const path = (folder: string) => `${folder}/.well-known/mta-sts.txt`;
  assert.ok(isPolicyPath(path("www")));
  assert.ok(!isPolicyPath("well-known/mta-sts.txt"));
  assert.equal(domainOfPolicy(path("sites/mta-sts.example.com"), domains), "example.com.");
  assert.equal(domainOfPolicy(path("example.net/public"), domains), "example.net.");
  assert.equal(domainOfPolicy(path("www"), domains), undefined);
  assert.equal(domainOfPolicy(path("www"), ["example.com."]), "example.com.");
  assert.equal(domainOfPolicy(path("mta-sts.example.org"), ["example.com."]), undefined);
});

test("the id of a record", () => {
  assert.equal(idOf("v=STSv1; id=20160831085700Z;"), "20160831085700Z");
  assert.equal(idOf("v=STSv1;"), undefined);
});
