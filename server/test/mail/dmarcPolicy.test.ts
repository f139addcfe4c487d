import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lookupIn } from "../../src/dns/lookup.ts";
import { parentOf } from "../../src/dns/names.ts";
import type { Lookup } from "../../src/dns/record.ts";
import { stepsFrom, walkTree } from "../../src/mail/dmarcPolicy.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** Answers from records at absolute names; everything else is known not to be there. */
function all(...records: readonly string[]): Lookup {
  const text = `. 3600 SOA a. b. 1 2 3 4 5\n${records.map((record) => `${record}\n`).join("")}`;
  return lookupIn([new ZoneDocument("file:///root.zone", text, { origin: "." })]);
}

/** The same, but what lies outside `zone` is not known. */
function only(zone: string, ...records: readonly string[]): Lookup {
  const text = `${zone} 3600 SOA a. b. 1 2 3 4 5\n${records.map((record) => `${record}\n`).join("")}`;
  return lookupIn([new ZoneDocument("file:///some.zone", text, { origin: zone })]);
}

function dmarc(domain: string, tags: string): string {
  return `_dmarc.${domain} 3600 TXT "v=DMARC1; ${tags}"`;
}

function asked(name: string, lookup: Lookup) {
  const { policy } = walkTree(name, lookup);
  if (policy.kind !== "policy") return policy.kind;
  return `${policy.role} ${policy.existing.applied} ${policy.missing.applied}`;
}

test("the names asked for are those of RFC 9989 4.10's example", () => {
  assert.deepEqual(stepsFrom("a.b.c.d.e.f.g.h.i.j.mail.example.com."), [
    "a.b.c.d.e.f.g.h.i.j.mail.example.com.",
    "g.h.i.j.mail.example.com.",
    "h.i.j.mail.example.com.",
    "i.j.mail.example.com.",
    "j.mail.example.com.",
    "mail.example.com.",
    "example.com.",
    "com.",
  ]);
  // Eight labels: the walk goes on at seven as well (step 4).
  assert.equal(stepsFrom("b.c.d.e.f.g.example.com.")[1], "c.d.e.f.g.example.com.");
});

test("the Organizational Domain is that of RFC 9989 4.10.2's examples", () => {
  const organizational = (...records: readonly string[]) =>
    walkTree("a.mail.example.com.", all(...records)).organizational;
  assert.equal(
    organizational(dmarc("mail.example.com.", "p=none"), dmarc("example.com.", "p=none")),
    "example.com.",
  );
  assert.equal(organizational(dmarc("mail.example.com.", "p=none; psd=n")), "mail.example.com.");
  assert.equal(organizational(dmarc("com.", "p=none; psd=y")), "example.com.");
  // No record at all: the domain itself.
  assert.equal(organizational(), "a.mail.example.com.");
  // psd=y where the walk began makes nothing of it (step 2).
  assert.equal(walkTree("com.", all(dmarc("com.", "psd=y; p=none"))).organizational, "com.");
});

test("the walks of RFC 9989 B.4 end where it says", () => {
  const simple = all(dmarc("example.com.", "p=none"), dmarc("signing.example.com.", "p=none"));
  const deep = "a.b.c.d.e.f.g.h.i.j.k.example.com.";
  for (const name of ["example.com.", "signing.example.com.", deep]) {
    assert.equal(walkTree(name, simple).organizational, "example.com.", name);
  }
  assert.equal(asked(deep, simple), "organizational none none");
  const suffix = all(dmarc("bank.example.", "p=reject; psd=y"), dmarc("giant.bank.example.", "p=none"));
  assert.equal(walkTree("giant.bank.example.", suffix).organizational, "giant.bank.example.");
  assert.equal(walkTree("mail.giant.bank.example.", suffix).organizational, "giant.bank.example.");
  assert.equal(walkTree("mail.mega.bank.example.", suffix).organizational, "mega.bank.example.");
  assert.equal(asked("mail.mega.bank.example.", suffix), "suffix reject reject");
});

test("the policy is the name's own p, otherwise sp or np of the Organizational Domain (RFC 9989 4.10.1)", () => {
  const zone = all(
    dmarc("example.com.", "p=quarantine; sp=reject; np=none"),
    dmarc("own.example.com.", "p=none; sp=reject"),
  );
  assert.equal(asked("example.com.", zone), "own quarantine quarantine");
  assert.equal(asked("www.example.com.", zone), "organizational reject none");
  assert.equal(asked("own.example.com.", zone), "own none none");
  // Below a subdomain with a record of its own the Organizational Domain's counts: sp of the subdomain is ignored.
  assert.equal(asked("x.own.example.com.", zone), "organizational reject none");
  assert.equal(asked("example.net.", zone), "none");
  assert.equal(
    asked("example.com.", all(dmarc("com.", "p=reject; sp=quarantine; psd=y"))),
    "suffix quarantine quarantine",
  );
});

test("t=y asks for one level below, none stays none (RFC 9989 4.7)", () => {
  assert.equal(
    asked("example.com.", all(dmarc("example.com.", "p=reject; t=y"))),
    "own quarantine quarantine",
  );
  assert.equal(
    asked("www.example.com.", all(dmarc("example.com.", "p=none; sp=quarantine; np=reject; t=y"))),
    "organizational none quarantine",
  );
});

test("two records are none; a broken policy watches where somebody gets reports, and is nothing otherwise", () => {
  const two = all(dmarc("example.com.", "p=none"), dmarc("example.com.", "p=reject"));
  assert.equal(asked("example.com.", two), "none");
  assert.equal(asked("example.com.", all('_dmarc.example.com. 3600 TXT "v=dmarc1; p=reject"')), "none");
  assert.equal(asked("example.com.", all(dmarc("example.com.", "p=rejct"))), "inert");
  assert.equal(
    asked("example.com.", all(dmarc("example.com.", "p=rejct; rua=mailto:a@example.com"))),
    "own none none",
  );
});

test("what is not known above makes the policy unknown, except at a public suffix", () => {
  // Nothing is known about _dmarc.com: a suffix with a record says psd=y, and changes nothing for example.com.
  assert.equal(
    asked("www.example.com.", only("example.com.", dmarc("example.com.", "p=reject"))),
    "organizational reject reject",
  );
  assert.equal(asked("www.example.com.", only("example.com.")), "none");
  const below = only("dept.example.com.", dmarc("dept.example.com.", "p=reject"));
  assert.equal(asked("www.dept.example.com.", below), "unknown");
  assert.equal(asked("dept.example.com.", below), "own reject reject");
  assert.equal(walkTree("dept.example.com.", below).organizational, undefined);
  assert.equal(
    asked("www.dept.example.com.", only("dept.example.com.", dmarc("dept.example.com.", "p=reject; psd=n"))),
    "organizational reject reject",
  );
});

test("property: knowing less never gives another policy, only an unknown one", () => {
  const label = fc.constantFrom("a", "b", "mail");
  const name = fc
    .array(label, { maxLength: 4 })
    .map((labels) => [...labels, "dept", "example", "com", ""].join("."));
  const tags = fc.constantFrom(
    "p=none",
    "p=reject",
    "p=quarantine; sp=none; np=reject",
    "p=reject; psd=n",
    "p=rejct",
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, tags), { maxLength: 4 }),
      name,
      fc.nat(3),
      (records, from, height) => {
        const zone = records.map(([domain, policy]) => dmarc(domain, policy));
        const whole = all(...zone);
        let border: string | undefined = from;
        for (let i = 0; i < height && border !== undefined; i++) border = parentOf(border);
        const partly: Lookup = (asking, type) => {
          const at = asking.replace(/^_dmarc\./, "");
          return border !== undefined && (at === border || at.endsWith(`.${border}`))
            ? whole(asking, type)
            : undefined;
        };
        const less = asked(from, partly);
        assert.ok(
          less === "unknown" || less === asked(from, whole),
          `${less} instead of ${asked(from, whole)}`,
        );
      },
    ),
    { numRuns: Number(process.env.DNSLENS_RUNS ?? 300) },
  );
});
