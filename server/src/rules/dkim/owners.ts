import { labelOctets, labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import type { NameRule, NameView } from "../rule.ts";
import { GOOD, RSA_2048, sound, txt } from "./examples.ts";

const OWNER = "RFC 6376 3.6.2.1";
const KEY = txt(`v=DKIM1; k=rsa; p=${RSA_2048}`);

export const dkimSelectorInvalid: NameRule = {
  id: "dkim-selector-invalid",
  severity: "error",
  scope: "name",
  on: ["dkim", "service"],
  docs: {
    summary: "The selector is no name that a signature can state.",
    why: "A signature names its key in `s=`, which takes letters, digits and hyphens, in labels parted by dots. A key at any other name is never asked for.",
    bad: `my\\032key._domainkey TXT ${KEY}`,
    good: GOOD,
    refs: ["RFC 6376 3.1"],
  },
  check(name, report) {
    if (SOUND_SELECTOR.test(name.owner)) return;
    const place = domainkeyAt(name.owner);
    const record = place < 1 ? undefined : keyRecords(name)[0];
    if (record === undefined) return;
    const wrong = labelsOf(name.owner)
      .slice(0, place)
      .map(labelOctets)
      .find((label, i) => !/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(label) && (i > 0 || label !== "*"));
    if (wrong === undefined) return;
    const shown = wrong.replace(/[^\x20-\x7e]/g, "?");
    report(
      { record, part: "owner" },
      `\`${shown}\` is no selector: signatures can name letters, digits and hyphens only, so nobody asks for this key`,
    );
  },
};

export const dkimOwnerDoubledDomainkey: NameRule = {
  id: "dkim-owner-doubled-domainkey",
  severity: "error",
  scope: "name",
  on: ["dkim", "service"],
  docs: {
    summary: "The owner of the key holds `_domainkey`, or the name of the zone, twice.",
    why: "In a zone file a name without a final dot gets the zone's name appended. Receivers ask at `<selector>._domainkey.<domain>` and do not find this record.",
    bad: `s1._domainkey.example.com TXT ${KEY}`,
    good: GOOD,
    refs: [OWNER, "RFC 1035 5.1"],
  },
  check(name, report) {
    if (domainkeyAt(name.owner) < 0) return;
    const record = keyRecords(name)[0];
    if (record === undefined) return;
    const meant = undoubledSelector(name.owner, record.origin);
    if (meant === undefined) return;
    report(
      { record, part: "owner" },
      `This stands at \`${name.owner}\`: receivers ask at \`${meant}\` and do not find it`,
      {
        title: `Rename it to \`${meant}\``,
        safe: false,
        edits: keyRecords(name)
          .filter(({ name: written }) => written !== "")
          .map((each) => ({ kind: "rename", record: each, owner: meant })),
      },
    );
  },
};

export const dkimMultipleRecords: NameRule = {
  id: "dkim-multiple-records",
  severity: "error",
  scope: "name",
  on: ["dkim"],
  docs: {
    summary: "One selector has more than one TXT record.",
    why: "Receivers may take any of them, or none: signatures fail now and then. A second key belongs to a second selector.",
    bad: `s1._domainkey TXT ${KEY}\ns1._domainkey TXT ${txt(`v=DKIM1; p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.6.2.2"],
  },
  check(name, report) {
    if (domainkeyAt(name.owner) < 1) return;
    const seen = new Map<string, DnsRecord>();
    for (const { record, node } of name.dkim) {
      const { text, breaks } = node.source;
      // Records of one text and one split are one record (RFC 2181 section 5).
      if (record.type === "TXT") seen.set(`${breaks.join(" ")}\n${text}`, record);
    }
    const [first, second] = [...seen.values()];
    if (first === undefined || second === undefined) return;
    report(
      { record: second, part: "rdata" },
      `${seen.size} TXT records at one selector: receivers may take any of them, and signatures fail now and then`,
      { title: "Delete this one", safe: false, edits: [{ kind: "remove", record: second }] },
      { title: "Delete the first one", safe: false, edits: [{ kind: "remove", record: first }] },
      { place: { record: first, part: "rdata" }, message: "The first one stands here" },
    );
  },
};

export const dkimCnameAndTxt: NameRule = {
  id: "dkim-cname-and-txt",
  severity: "error",
  scope: "name",
  on: ["dkim"],
  docs: {
    summary: "A selector has a CNAME and a TXT record.",
    why: "Nothing may stand beside a CNAME: name servers refuse the zone, or follow the alias and never show the key that stands here.",
    bad: `s1._domainkey CNAME s1.example.net.\ns1._domainkey TXT ${KEY}`,
    good: "s1._domainkey CNAME s1.example.net.",
    refs: ["RFC 1034 3.6.2"],
  },
  check(name, report) {
    const alias = name.records.find(({ type }) => type === "CNAME");
    const key = name.dkim[0]?.record;
    if (alias === undefined || key === undefined || domainkeyAt(name.owner) < 1) return;
    report(
      { record: key, part: "record" },
      "Nothing may stand beside a CNAME: receivers follow the alias and do not see this key",
      {
        title: "Delete the TXT record",
        safe: false,
        edits: name.dkim.map(({ record }) => ({ kind: "remove", record })),
      },
      { title: "Delete the CNAME", safe: false, edits: [{ kind: "remove", record: alias }] },
      { place: { record: alias, part: "record" }, message: "The CNAME stands here" },
    );
  },
};

export const dkimWildcardKey: NameRule = {
  id: "dkim-wildcard-key",
  severity: "warning",
  scope: "name",
  on: ["dkim"],
  docs: {
    summary: "A wildcard answers for every selector with a key.",
    why: "Every selector that does not exist gets this key: an old or made-up selector seems to have one, and keys cannot be told apart or withdrawn one by one.",
    bad: `*._domainkey TXT ${KEY}`,
    good: sound("v=DKIM1; k=rsa; "),
    refs: [OWNER],
  },
  check(name, report) {
    for (const { record, node } of wildcardKeys(name)) {
      if (node.revoked || node.p === undefined) continue;
      report(
        { record, part: "owner" },
        "This key answers for every selector that does not exist: name the selector that the mail server signs with",
        { title: "Delete the record", safe: false, edits: [{ kind: "remove", record }] },
      );
    }
  },
};

export const dkimDomainkeysPolicy: NameRule = {
  id: "dkim-domainkeys-policy",
  severity: "warning",
  scope: "name",
  on: ["dkim"],
  tag: "deprecated",
  docs: {
    summary: "A policy of DomainKeys is published, which DKIM replaced.",
    why: "DomainKeys is historic: no receiver reads this record. What receivers shall do with unsigned mail is said by DMARC.",
    bad: '_domainkey TXT "t=y; o=~"',
    good: GOOD,
    refs: ["RFC 4870"],
  },
  check(name, report) {
    for (const { record, node } of name.dkim) {
      const atTop = domainkeyAt(name.owner) === 0 && node.shape === "key";
      if (node.shape !== "policy" && !(atTop && node.p === undefined && node.v === undefined)) continue;
      const message =
        node.shape === "policy" || node.list.tags.some(({ name }) => name === "o" || name === "r")
          ? "DomainKeys is historic: no receiver reads this record"
          : "No receiver reads a record at `_domainkey` itself: keys stand at a selector below it";
      report({ record, part: "rdata" }, message, {
        title: "Delete the record",
        safe: false,
        edits: [{ kind: "remove", record }],
      });
    }
  },
};

export const dkimAdspRecord: NameRule = {
  id: "dkim-adsp-record",
  severity: "warning",
  scope: "name",
  on: ["dkim"],
  tag: "deprecated",
  docs: {
    summary: "An ADSP record is published, which DMARC replaced.",
    why: "ADSP is historic since 2013: receivers do not read it. What they shall do with mail that is not signed is said by DMARC.",
    bad: '_adsp._domainkey TXT "dkim=all"',
    good: GOOD,
    refs: ["RFC 5617"],
  },
  check(name, report) {
    for (const { record, node } of name.dkim) {
      if (node.shape !== "adsp") continue;
      report(
        { record, part: "rdata" },
        "ADSP is historic: receivers do not read this record, they read DMARC",
        {
          title: "Delete the record",
          safe: false,
          edits: [{ kind: "remove", record }],
        },
      );
    }
  },
};

/** As nearly every selector is: letters and digits. */
const SOUND_SELECTOR = /^[a-z0-9]+\._domainkey\.(.*)$/;

/** Labels in front of the first `_domainkey`; -1 where there is none. */
export function domainkeyAt(owner: string): number {
  return owner.includes("_domainkey.") ? labelsOf(owner).indexOf("_domainkey") : -1;
}

/** Keys at a wildcard below `_domainkey`. */
export function wildcardKeys(name: NameView) {
  const isWildcard = name.owner.startsWith("*.") && domainkeyAt(name.owner) > 0;
  return isWildcard ? name.dkim.filter(({ node }) => node.shape === "key") : [];
}

/** What stands at a name as a key or leads to one. */
function keyRecords(name: NameView): readonly DnsRecord[] {
  const keys = new Set(name.dkim.map(({ record }) => record));
  return name.records.filter((record) => record.type === "CNAME" || keys.has(record));
}

/** The name that was meant, where `_domainkey` or the zone's name stands in it twice. */
export function undoubledSelector(owner: string, origin: string | undefined): string | undefined {
  // As nearly all are: the origin stands right behind `_domainkey`, and nothing twice.
  if (SOUND_SELECTOR.exec(owner)?.[1] === origin && origin?.includes("_domainkey.") === false)
    return undefined;
  const labels = labelsOf(owner);
  const first = labels.indexOf("_domainkey");
  const last = labels.lastIndexOf("_domainkey");
  if (first !== last) {
    return first < 1 ? undefined : `${[...labels.slice(0, first + 1), ...labels.slice(last + 1)].join(".")}.`;
  }
  if (origin === undefined || !owner.endsWith(`.${origin}`)) return undefined;
  const written = owner.slice(0, -origin.length);
  const zone = labelsOf(origin);
  // The zone's own name, or one above it in a file that changed `$ORIGIN`; a single label says too little.
  for (let up = 0; up < zone.length - 1; up++) {
    if (written.endsWith(`.${zone.slice(up).join(".")}.`) && first < labelsOf(written).length) return written;
  }
  return undefined;
}
