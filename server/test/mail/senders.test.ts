import assert from "node:assert/strict";
import { test } from "node:test";
import { SENDERS } from "../../src/mail/senders/table.ts";
import {
  senderOfDkimTarget,
  senderOfInclude,
  senderOfMx,
  senderOfNameServer,
  senderOfReportAddress,
  senderOfSelector,
} from "../../src/mail/senders.ts";

const asks = {
  spf: senderOfInclude,
  dkim: senderOfDkimTarget,
  selector: senderOfSelector,
  mx: senderOfMx,
  ns: senderOfNameServer,
  report: senderOfReportAddress,
};

test("every fact is found by what it matches, and by nothing else of its kind", () => {
  for (const fact of SENDERS) {
    assert.ok(fact.source.length > 0, fact.provider);
    for (const match of fact.matches) {
      const name = match.replaceAll("*", "x1").replaceAll("?", "1");
      assert.equal(asks[fact.kind](name)?.provider, fact.provider, match);
    }
  }
});

// The names as the vendors' own setup pages give them.
test("names as people write them", () => {
  assert.equal(senderOfInclude("_SPF.Google.com.")?.shown, "Google Workspace");
  assert.equal(senderOfInclude("eu._netblocks.mimecast.com")?.provider, "Mimecast");
  assert.equal(senderOfInclude("%{i}._ip.%{h}._ehlo.%{d}._spf.vali.email")?.provider, "Valimail hosted SPF");
  assert.equal(
    senderOfDkimTarget("selector1-contoso-com._domainkey.contoso.onmicrosoft.com.")?.provider,
    "Microsoft 365",
  );
  assert.equal(senderOfDkimTarget("s1.domainkey.u1234567.wl123.sendgrid.net")?.provider, "Twilio SendGrid");
  assert.equal(senderOfMx("alt2.aspmx.l.google.com.")?.provider, "Google Workspace");
  assert.equal(senderOfSelector("20240101120000pm")?.shown, "probably Postmark");
});

test("what only third parties say is called probable", () => {
  for (const fact of SENDERS) {
    const shown = asks[fact.kind]((fact.matches[0] ?? "").replaceAll("*", "x").replaceAll("?", "1"))?.shown;
    assert.equal(shown?.startsWith("probably "), fact.confidence === "third-party");
  }
});

test("a name that merely ends alike is nobody's", () => {
  assert.equal(senderOfInclude("evil-_spf.google.com"), undefined);
  assert.equal(senderOfInclude("google.com"), undefined);
  assert.equal(senderOfDkimTarget("dkim.amazonses.com.example.net"), undefined);
  assert.equal(senderOfInclude(`${"%{i}.".repeat(200_000)}_spf.vali.email`), undefined);
});
