import type { DkimRecord, ListItem, TagList } from "../../mail/dkim.ts";
import { HOLE } from "../../text/mappedText.ts";
import type { DkimRule, Edit, Fix } from "../rule.ts";
import { hasFlags, hasHashes, removeTag, shown } from "./edits.ts";
import { GOOD, RSA_2048, sound, txt } from "./examples.ts";

export const dkimTYTesting: DkimRule = {
  id: "dkim-t-y-testing",
  severity: "warning",
  scope: "dkim",
  only: hasFlags,
  docs: {
    summary: "The key says that DKIM is only being tested (`t=y`).",
    why: "Receivers treat mail whose signature fails as if it had none: nothing is gained from signing. The flag is meant for the first days.",
    bad: sound("v=DKIM1; k=rsa; t=y; "),
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    if (!dkim.recognized || !dkim.testing || dkim.key === undefined || dkim.t === undefined) return;
    const flag = dkim.t.items.find(({ text }) => text === "y");
    if (flag === undefined) return;
    report(
      flag.span,
      "`t=y`: in testing, so receivers treat mail whose signature fails as if it had none",
      without(dkim, dkim.t, (item) => item.text === "y", "Remove the flag `y`"),
    );
  },
};

export const dkimTS: DkimRule = {
  id: "dkim-t-s",
  severity: "hint",
  scope: "dkim",
  only: hasFlags,
  docs: {
    summary: "The key is for its very domain, not for subdomains (`t=s`).",
    why: "Signatures whose `i=` names a subdomain of `d=` fail with this key. That is right where no mail is signed for subdomains with it.",
    bad: sound("v=DKIM1; k=rsa; t=s; "),
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    if (!dkim.recognized || !dkim.strict || dkim.key === undefined) return;
    const flag = dkim.t?.items.find(({ text }) => text === "s");
    if (flag === undefined) return;
    report(flag.span, "`t=s`: signatures whose `i=` names a subdomain of `d=` fail with this key");
  },
};

export const dkimTUnknownFlag: DkimRule = {
  id: "dkim-t-unknown-flag",
  severity: "hint",
  scope: "dkim",
  only: hasFlags,
  tag: "unnecessary",
  docs: {
    summary: "A flag in `t=` is none that receivers know.",
    why: "There are two flags, `y` and `s`, in lower case. Receivers ignore all others.",
    bad: sound("v=DKIM1; k=rsa; t=n; "),
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { t } = dkim;
    if (!dkim.recognized || t === undefined) return;
    const strange = t.items.filter(({ text }) => text !== "y" && text !== "s" && !text.includes(HOLE));
    const [first] = strange;
    if (first === undefined) return;
    const all = strange.map(({ text }) => `\`${shown(text)}\``).join(", ");
    const message =
      first.text === ""
        ? "`t=` names no flag here"
        : `Receivers ignore ${all}: the flags are \`y\` and \`s\``;
    report(
      first.text === "" ? t.tag.trimmed : first.span,
      message,
      without(dkim, t, (item) => strange.includes(item), "Delete what receivers ignore", true),
    );
  },
};

export const dkimSNotEmail: DkimRule = {
  id: "dkim-s-not-email",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "`s=` does not allow the key for mail.",
    why: "Receivers of mail ignore a key whose service types are neither `email` nor `*`: signatures fail.",
    bad: sound("v=DKIM1; k=rsa; s=other; "),
    good: sound("v=DKIM1; k=rsa; s=email; "),
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { s } = dkim;
    if (!dkim.recognized || dkim.revoked || s === undefined || s.tag.value.includes(HOLE)) return;
    if (s.items.some(({ text }) => text === "*" || text === "email")) return;
    report(
      s.tag.trimmed,
      `\`s=${shown(s.tag.value)}\` does not allow the key for mail: receivers ignore it, and signatures fail`,
      { title: "Write `s=email`", safe: false, edits: [{ at: s.tag.valueSpan, text: "email" }] },
    );
  },
};

export const dkimHSha1Only: DkimRule = {
  id: "dkim-h-sha1-only",
  severity: "error",
  scope: "dkim",
  only: hasHashes,
  docs: {
    summary: "`h=` allows SHA-1 alone.",
    why: "Receivers must not accept signatures made with SHA-1 any more, and this key forbids all others: no signature verifies.",
    bad: sound("v=DKIM1; h=sha1; k=rsa; "),
    good: sound("v=DKIM1; h=sha256; k=rsa; "),
    refs: ["RFC 8301 3.1", "RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { h } = dkim;
    const known = hashesOf(dkim);
    if (h === undefined || known === undefined || known.length === 0) return;
    if (known.some(({ text }) => text !== "sha1")) return;
    report(
      h.tag.trimmed,
      "`h=` allows SHA-1 alone, which receivers must not accept: no signature verifies with this key",
      { title: "Write `h=sha256`", safe: false, edits: [{ at: h.tag.valueSpan, text: "sha256" }] },
      { title: "Delete `h=`", safe: false, edits: [removeTag(dkim, h.tag)] },
    );
  },
};

export const dkimHSha1: DkimRule = {
  id: "dkim-h-sha1",
  severity: "warning",
  scope: "dkim",
  only: hasHashes,
  docs: {
    summary: "`h=` lists SHA-1.",
    why: "Signatures made with SHA-1 can be forged; receivers must not accept them any more.",
    bad: sound("v=DKIM1; h=sha1:sha256; k=rsa; "),
    good: sound("v=DKIM1; h=sha256; k=rsa; "),
    refs: ["RFC 8301 3.1"],
  },
  check(dkim, report) {
    const { h } = dkim;
    const known = hashesOf(dkim);
    if (h === undefined || known === undefined) return;
    const old = known.find(({ text }) => text === "sha1");
    if (old === undefined || !known.some(({ text }) => text === "sha256")) return;
    report(
      old.span,
      "`sha1` is listed: receivers must not accept signatures made with it",
      without(dkim, h, (item) => item.text === "sha1", "Delete `sha1`"),
    );
  },
};

export const dkimHUnknown: DkimRule = {
  id: "dkim-h-unknown",
  severity: "error",
  scope: "dkim",
  only: hasHashes,
  docs: {
    summary: "`h=` names no hash algorithm that DKIM has.",
    why: "Receivers ignore names they do not know. What is left allows no algorithm at all: no signature verifies with this key.",
    bad: sound("v=DKIM1; h=sha512; k=rsa; "),
    good: sound("v=DKIM1; h=sha256; k=rsa; "),
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { h } = dkim;
    if (h === undefined || hashesOf(dkim)?.length !== 0) return;
    report(
      h.tag.trimmed,
      `\`h=${shown(h.tag.value)}\` names no hash algorithm of DKIM (\`sha256\`): no signature verifies with this key`,
      ...(/^sha[-_]?2(?:56)?$/i.test(h.tag.value)
        ? [{ title: "Write `h=sha256`", safe: false, edits: [{ at: h.tag.valueSpan, text: "sha256" }] }]
        : []),
      { title: "Delete `h=`", safe: false, edits: [removeTag(dkim, h.tag)] },
    );
  },
};

export const dkimKUnknown: DkimRule = {
  id: "dkim-k-unknown",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "`k=` names no key type that DKIM has.",
    why: "There are two, `rsa` and `ed25519`, in lower case. Receivers ignore a key of any other type, and signatures fail.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=dsa; p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.6.1", "RFC 8463 4.2"],
  },
  check(dkim, report) {
    const { k } = dkim;
    if (!dkim.recognized || dkim.revoked || dkim.keyType !== "other" || k === undefined) return;
    const message = `\`k=${shown(k.value)}\` is no key type (\`rsa\`, \`ed25519\`): receivers ignore the key, and signatures fail`;
    const reading = dkim.key?.reading;
    const found = reading?.kind === "rsa" || reading?.kind === "ed25519" ? reading : undefined;
    if (found === undefined || (found.kind === "ed25519" && found.form !== "raw")) {
      report(k.trimmed, message);
      return;
    }
    const edits = [{ at: k.valueSpan, text: found.kind }];
    report(k.trimmed, message, { title: `Write \`k=${found.kind}\``, safe: false, edits });
  },
};

/** The algorithms of `h` that DKIM has; undefined where nothing can be said. */
function hashesOf(dkim: DkimRecord): readonly ListItem[] | undefined {
  const { h } = dkim;
  // With a key that is revoked every signature fails, whatever else is written.
  if (!dkim.recognized || dkim.revoked || h === undefined || h.tag.value.includes(HOLE)) return undefined;
  return h.items.filter(({ text }) => text === "sha1" || text === "sha256");
}

/** Takes items out of a list; the whole tag where nothing is left. */
function without(
  dkim: DkimRecord,
  { tag, items }: TagList,
  goes: (item: ListItem) => boolean,
  title: string,
  safe = false,
): Fix {
  const rest = items.filter((item) => !goes(item)).map(({ text }) => text);
  const edit: Edit = rest.length === 0 ? removeTag(dkim, tag) : { at: tag.valueSpan, text: rest.join(":") };
  return { title, safe, edits: [edit] };
}
