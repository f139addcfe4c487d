import { isBelow } from "../../dns/names.ts";
import { deliveryOf } from "../../mail/facts.ts";
import { fieldOf, placeOf, rewrite } from "../rdata/fields.ts";
import type { DomainRule, Rule, TypeRule } from "../rule.ts";
import { WHOLE_ZONE } from "../spf/zone.ts";
import { shown } from "./edits.ts";

const DIGEST = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4";
const MAIL =
  '@ 3600 MX 10 mail\n@ 3600 TXT "v=spf1 mx -all"\nmail 3600 A 192.0.2.25\nmail 3600 TXT "v=spf1 a -all"\n';
const SMTP = "_25._tcp.";

/** What the usages that ask a public authority come to between mail hosts. */
const INSTEAD: Readonly<Record<string, { readonly usage: string; readonly what: string }>> = {
  0: { usage: "2", what: "the certificate of an authority, which the mail host has to send along" },
  1: { usage: "3", what: "the mail host's own certificate or key" },
};

const tlsaMailUsage: TypeRule = {
  id: "tlsa-mail-usage",
  severity: "warning",
  scope: "record",
  types: ["TLSA"],
  docs: {
    summary: "A TLSA record for mail has the usage 0 or 1.",
    why: "These ask for a certificate of a public authority as well. Mail hosts have no list of such authorities that others would know: senders need not use the record, and it protects nothing.",
    bad: `_25._tcp.mail TLSA 1 1 1 ${DIGEST}\nmail A 192.0.2.25`,
    good: `_25._tcp.mail TLSA 3 1 1 ${DIGEST}\nmail A 192.0.2.25`,
    refs: ["RFC 7672 3.1.3"],
  },
  check(record, report, { owner }) {
    const usage = fieldOf(record, "usage");
    const instead = INSTEAD[usage?.text ?? ""];
    if (usage === undefined || instead === undefined || owner?.startsWith(SMTP) !== true) return;
    report(
      placeOf(record, usage),
      `Senders of mail need not use usage ${usage.text}: ${instead.usage} names ${instead.what}`,
      rewrite(usage, instead.usage, `Write usage \`${instead.usage}\``),
    );
  },
};

const tlsaMailHost: DomainRule = {
  id: "tlsa-mail-host",
  severity: "warning",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A TLSA record for mail stands at the domain, whose mail goes to other hosts.",
    why: "Senders ask at the name of each mail host, `_25._tcp.<host>`. At the domain itself nobody looks: the record protects nothing.",
    bad: `${WHOLE_ZONE}${MAIL}_25._tcp 3600 TLSA 3 1 1 ${DIGEST}`,
    good: `${WHOLE_ZONE}${MAIL}_25._tcp.mail 3600 TLSA 3 1 1 ${DIGEST}`,
    refs: ["RFC 7672 2.2.3", "RFC 7672 3.2.2"],
  },
  check({ name, apex, at, lookup }, report) {
    // A name below may be the mail host of some other domain.
    if (name !== apex) return;
    const records = at(`${SMTP}${apex}`)?.records.filter(({ type }) => type === "TLSA") ?? [];
    const [record] = records;
    const delivery = record === undefined ? undefined : deliveryOf(apex, lookup);
    if (record === undefined || delivery?.kind !== "hosts" || delivery.hosts.includes(apex)) return;
    const [host = "", ...others] = delivery.hosts;
    const owner = `${SMTP}${host}`;
    const isHere = others.length === 0 && isBelow(host, apex);
    const isDone = (lookup(owner, "TLSA")?.length ?? 0) > 0;
    report(
      { record, part: "owner" },
      `Mail for ${shown(apex)} goes to ${shown(host)}${others.length > 0 ? " and others" : ""}: senders look for TLSA records at \`${shown(owner)}\``,
      ...(isHere
        ? [
            {
              title: isDone
                ? `Delete it: \`${shown(owner)}\` has its own`
                : `Rename it to \`${shown(owner)}\``,
              safe: false,
              edits: records.map((each) =>
                isDone
                  ? { kind: "remove" as const, record: each }
                  : { kind: "rename" as const, record: each, owner },
              ),
            },
          ]
        : []),
    );
  },
};

/** TLSA records of mail hosts (DANE, RFC 7672). */
export const DANE_RULES: readonly Rule[] = [tlsaMailUsage, tlsaMailHost];
