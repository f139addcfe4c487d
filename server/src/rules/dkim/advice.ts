import { textSpan } from "../../text/span.ts";
import type { DkimRule, Edit } from "../rule.ts";
import { overlongStrings } from "../txt/strings.ts";
import { hasBlanks, removeTag, shown } from "./edits.ts";
import { GOOD, RSA_2048, sound } from "./examples.ts";
import { lowerCaseTag } from "./structure.ts";

/** Notes longer than this are more than a reminder. */
const NOTE_MAX = 60;

export const dkimUnknownTag: DkimRule = {
  id: "dkim-unknown-tag",
  severity: "hint",
  scope: "dkim",
  tag: "unnecessary",
  docs: {
    summary: "A tag is none that receivers know.",
    why: "Receivers ignore tags they do not know, so it does nothing. Tags of a signature (`a=`, `c=`, `d=`) have no meaning in a key record.",
    bad: sound("v=DKIM1; k=rsa; a=rsa-sha256; "),
    good: GOOD,
    refs: ["RFC 6376 3.2", "RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    if (!dkim.wellFormed) return;
    for (const tag of dkim.unknown) {
      if (tag.name.includes("\uFFFC") || lowerCaseTag(dkim, tag) !== undefined) continue;
      const message = `Receivers ignore \`${shown(tag.name)}=\`: key records have no such tag`;
      // Where nothing else is there, an empty record is no better.
      if (dkim.unknown.length === dkim.list.tags.length) report(tag.trimmed, message);
      else
        report(tag.trimmed, message, {
          title: `Delete \`${shown(tag.name)}=\``,
          // What stands there may be the rest of a key.
          safe: dkim.key?.problem === undefined || tag.value !== "",
          edits: [removeTag(dkim, tag)],
        });
    }
  },
};

export const dkimGObsolete: DkimRule = {
  id: "dkim-g-obsolete",
  severity: "hint",
  scope: "dkim",
  tag: "deprecated",
  docs: {
    summary: "The `g=` tag was removed from DKIM.",
    why: "Receivers of today ignore `g=`. Old ones that follow RFC 4871 still read it: there an empty `g=` matches no address at all, and every signature fails.",
    bad: sound("v=DKIM1; k=rsa; g=*; "),
    good: GOOD,
    refs: ["RFC 6376 C.1", "RFC 6376 C.2"],
  },
  check(dkim, report) {
    if (!dkim.wellFormed || dkim.g === undefined) return;
    const fix = { title: "Delete `g=`", safe: dkim.g.value === "*", edits: [removeTag(dkim, dkim.g)] };
    if (dkim.g.value === "" && !dkim.revoked) {
      const message =
        "An empty `g=` makes receivers that follow RFC 4871 refuse every signature; all others ignore it";
      report(dkim.g.trimmed, message, fix, { severity: "warning" });
    } else {
      const message =
        "`g=` is gone from DKIM: receivers ignore it, and old ones may refuse signatures because of it";
      report(dkim.g.trimmed, message, fix);
    }
  },
};

export const dkimNNoteLength: DkimRule = {
  id: "dkim-n-note-length",
  severity: "hint",
  scope: "dkim",
  docs: {
    summary: "The note in `n=` is long.",
    why: "No receiver reads notes, yet each one fetches them: they take room in a DNS answer that should stay small. A comment in the zone file says the same for nothing.",
    bad: sound("v=DKIM1; k=rsa; n=key of the newsletter machine in the second rack, ask the mail team; "),
    good: sound("v=DKIM1; k=rsa; n=newsletter; "),
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { n } = dkim;
    if (!dkim.wellFormed || n === undefined || n.value.length <= NOTE_MAX) return;
    report(
      n.trimmed,
      `The note has ${n.value.length} octets; no receiver reads it, and each one fetches it`,
      {
        title: "Delete `n=`",
        safe: true,
        edits: [removeTag(dkim, n)],
      },
    );
  },
};

export const dkimRecordTooLongUnsplit: DkimRule = {
  id: "dkim-record-too-long-unsplit",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The key stands in one string of more than 255 octets.",
    why: "A string of a TXT record holds 255 octets. Name servers refuse the zone, or cut the key, and signatures fail. A record may hold several strings; receivers join them without a space.",
    bad: `s1._domainkey TXT "v=DKIM1; k=rsa; p=${RSA_2048}"`,
    good: GOOD,
    refs: ["RFC 1035 3.3", "RFC 6376 3.6.2.2"],
  },
  check(dkim, report) {
    const [first] = overlongStrings(dkim.source);
    if (first === undefined) return;
    const length = first.end - first.start;
    report(
      first,
      `The string has ${length} octets, DNS strings hold 255: name servers refuse or cut this key`,
      {
        title: "Split it into strings of at most 255 octets",
        safe: true,
        edits: [{ kind: "reprint" }],
      },
    );
  },
};

export const dkimPWhitespace: DkimRule = {
  id: "dkim-p-whitespace",
  severity: "hint",
  scope: "dkim",
  only: hasBlanks,
  docs: {
    summary: "White space stands inside the key.",
    why: "Receivers pass over white space in `p=`, so the key works. Some tools that check records do not, and it takes room.",
    bad: `s1._domainkey TXT ( "v=DKIM1; k=rsa; p=${RSA_2048.slice(0, 64)} ${RSA_2048.slice(64, 200)}"\n    "${RSA_2048.slice(200)}" )`,
    good: GOOD,
    refs: ["RFC 6376 3.6.1", "RFC 6376 2.10"],
  },
  check(dkim, report) {
    const { inside } = blanksOf(dkim);
    const [first] = inside;
    if (first === undefined) return;
    report(first.at, "White space inside the key: legal, but some tools stumble over it", {
      title: "Delete the white space",
      safe: true,
      edits: inside,
    });
  },
};

export const dkimChunkBoundarySpace: DkimRule = {
  id: "dkim-chunk-boundary-space",
  severity: "hint",
  scope: "dkim",
  only: hasBlanks,
  docs: {
    summary: "A space was added where the key is split into strings.",
    why: "Strings are joined with nothing between them, so a key needs no space at the end of one string or the start of the next. Receivers pass over it; some tools do not.",
    bad: `s1._domainkey TXT ( "v=DKIM1; k=rsa; p=${RSA_2048.slice(0, 200)} "\n    "${RSA_2048.slice(200)}" )`,
    good: GOOD,
    refs: ["RFC 6376 3.6.2.2", "RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { atBreaks } = blanksOf(dkim);
    const [first] = atBreaks;
    if (first === undefined) return;
    report(first.at, "A space at the border of two strings stands inside the key: legal, but not needed", {
      title: "Delete the space",
      safe: true,
      edits: atBreaks,
    });
  },
};

type TextEdit = Extract<Edit, { readonly kind?: "text" }>;

function blanksOf(dkim: Parameters<DkimRule["check"]>[0]): { inside: TextEdit[]; atBreaks: TextEdit[] } {
  const inside: TextEdit[] = [];
  const atBreaks: TextEdit[] = [];
  const { key, source } = dkim;
  if (!dkim.wellFormed || key === undefined || key.problem !== undefined) return { inside, atBreaks };
  const { blanks } = key.base64;
  for (let i = 0; i < blanks.length; i += 2) {
    const start = blanks[i] ?? 0;
    const end = blanks[i + 1] ?? start;
    const touches = source.breaks.some((each) => each >= start && each <= end);
    (touches ? atBreaks : inside).push({ at: textSpan(start, end), text: "" });
  }
  return { inside, atBreaks };
}
