import type { DkimRecord, LostSeparator } from "../../mail/dkim.ts";
import { isTagName } from "../../mail/dkim.ts";
import { readKey } from "../../mail/dkimKey.ts";
import { duplicateTags, type Fragment, type Segment, type Tag } from "../../mail/tags.ts";
import { HOLE } from "../../text/mappedText.ts";
import { textSpan } from "../../text/span.ts";
import type { DkimRule, Edit, Fix, Report } from "../rule.ts";
import { MOST } from "../run.ts";
import { isIllFormed, removeTag, shown } from "./edits.ts";
import { GOOD, RSA_2048, sound, txt } from "./examples.ts";

export const dkimEmptyTxt: DkimRule = {
  id: "dkim-empty-txt",
  severity: "error",
  scope: "dkim",
  only: isIllFormed,
  docs: {
    summary: "The TXT record at a selector is empty.",
    why: "Receivers that look up this selector find no key: every signature made with it fails. A key is withdrawn with an empty `p=`, not with an empty record.",
    bad: `s1._domainkey TXT ""`,
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report, { record }) {
    if (dkim.shape !== "empty") return;
    report(
      { record, part: "rdata" },
      "The record is empty: signatures with this selector fail, because there is no key",
    );
  },
};

export const dkimSignaturePasted: DkimRule = {
  id: "dkim-signature-pasted",
  severity: "error",
  scope: "dkim",
  only: isIllFormed,
  docs: {
    summary: "The record holds a DKIM-Signature header field instead of a key.",
    why: "A `DKIM-Signature` field (`a=`, `b=`, `bh=`, `d=`) is what the mail server writes into each message. The DNS holds the public key; with this record every signature of the selector fails.",
    bad: `s1._domainkey TXT "v=1; a=rsa-sha256; d=example.com; s=s1; h=from:to; bh=abc=; b=abc="`,
    good: GOOD,
    refs: ["RFC 6376 3.5", "RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    if (dkim.shape !== "signature") return;
    report(
      whole(dkim),
      "This is a signature out of a message, not a key: receivers find no key and signatures fail",
    );
  },
};

export const dkimTagSyntax: DkimRule = {
  id: "dkim-tag-syntax",
  severity: "error",
  scope: "dkim",
  only: isIllFormed,
  docs: {
    summary: "A part of the record is not `name=value`.",
    why: "A key record is a list of `name=value` separated by semicolons; names begin with a letter. Receivers ignore a record that is not such a list, and every signature of the selector fails.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k rsa; p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.2", "RFC 6376 6.1.2"],
  },
  check(dkim, report, { owner }) {
    if (dkim.shape !== "key" || dkim.lostSeparators.length > 0) return;
    // What stands there is meant as no key.
    if (owner?.startsWith("_domainkey.") && dkim.v === undefined && dkim.p === undefined) return;
    let left = MOST;
    for (const segment of dkim.list.segments) {
      if (segment.kind === "tag" && isTagName(segment.name)) continue;
      if (left-- === 0) return;
      if (segment.kind === "fragment") reportFragment(dkim, segment, report);
      else if (segment.kind === "empty") {
        report(
          segment.separator ?? segment.span,
          "Nothing stands between two semicolons: strict receivers ignore the whole record",
          {
            title: "Delete the semicolon",
            safe: false,
            edits: [removeTag(dkim, segment)],
          },
        );
      } else reportName(dkim, segment, report);
    }
  },
};

export const dkimDuplicateTag: DkimRule = {
  id: "dkim-duplicate-tag",
  severity: "error",
  scope: "dkim",
  only: isIllFormed,
  docs: {
    summary: "A tag occurs twice.",
    why: "A list with a repeated tag is invalid as a whole: receivers ignore the record and signatures of the selector fail.",
    bad: sound("v=DKIM1; k=rsa; k=rsa; "),
    good: GOOD,
    refs: ["RFC 6376 3.2"],
  },
  check(dkim, report, { record }) {
    if (dkim.shape !== "key" || dkim.lostSeparators.length > 0) return;
    for (const tag of duplicateTags(dkim.list).slice(0, MOST)) {
      const first = dkim.list.tags.find((other) => other.name === tag.name);
      const message = `\`${tag.name}=\` occurs twice: receivers ignore the whole record, and signatures fail`;
      if (first === undefined) continue;
      const related = { place: { record, text: first.trimmed }, message: "first here" };
      report(tag.trimmed, message, ...deletions(dkim, first, tag), related);
    }
  },
};

export const dkimTagCase: DkimRule = {
  id: "dkim-tag-case",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "A tag name is written in upper case.",
    why: "Tag names are compared by case: `P=` is an unknown tag that receivers ignore, and the record has no `p=`.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; P=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.2"],
  },
  check(dkim, report) {
    if (!dkim.wellFormed) return;
    for (const tag of dkim.unknown) {
      const lower = lowerCaseTag(dkim, tag);
      if (lower === undefined) continue;
      report(
        tag.nameSpan,
        `Receivers ignore \`${tag.name}=\`: tag names are lower-case, so this is no \`${lower}=\``,
        {
          title: `Write \`${lower}=\``,
          safe: false,
          edits: [{ at: tag.nameSpan, text: lower }],
        },
      );
    }
  },
};

export const dkimMissingSemicolon: DkimRule = {
  id: "dkim-missing-semicolon",
  severity: "error",
  scope: "dkim",
  only: isIllFormed,
  docs: {
    summary: "A semicolon between two tags is missing.",
    why: "Without the semicolon the next tag is read as part of the value before it: receivers find no key, or one they cannot read, and signatures fail.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.2"],
  },
  check(dkim, report) {
    const [lost] = dkim.lostSeparators.filter((each) => !each.comma);
    if (dkim.shape !== "key" || lost === undefined) return;
    const message = `A semicolon is missing before \`${lost.name}=\`: receivers read it as part of the value before it, and signatures fail`;
    const { start, end } = lost.span;
    report(
      textSpan(start, Math.max(end, start + 1)),
      message,
      separate(dkim, `Insert \`;\` before \`${lost.name}=\``),
    );
  },
};

export const dkimCommaSeparator: DkimRule = {
  id: "dkim-comma-separator",
  severity: "error",
  scope: "dkim",
  only: isIllFormed,
  docs: {
    summary: "Tags are separated by a comma.",
    why: "Only a semicolon ends a tag. Receivers read everything behind the comma as part of the value before it, find no key, and signatures fail.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1, k=rsa, p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.2"],
  },
  check(dkim, report) {
    const commas = dkim.lostSeparators.filter((each) => each.comma);
    const [first] = commas;
    // Where only some separators are commas, the rule about missing semicolons would say the same again.
    if (dkim.shape !== "key" || first === undefined || commas.length < dkim.lostSeparators.length) return;
    const message = `Receivers end a tag at \`;\` only: \`${first.name}=\` behind the comma is not read, and signatures fail`;
    report(first.span, message, separate(dkim, "Separate the tags by `;`"));
  },
};

// Which of two different values was meant only people know; of two keys it is the one that can be read.
function deletions(dkim: DkimRecord, first: Tag, later: Tag): readonly Fix[] {
  const deleting = (which: string, tag: Tag): Fix => ({
    title: `Delete the ${which} \`${tag.name}=\``,
    safe: false,
    edits: [removeTag(dkim, tag)],
  });
  const fixes = [deleting("later", later), deleting("earlier", first)];
  if (first.value === later.value) return fixes.slice(0, 1);
  return isBetter(dkim, later, first) ? fixes.reverse() : fixes;
}

function isBetter(dkim: DkimRecord, one: Tag, other: Tag): boolean {
  if (one.name === "v") return one.value === "DKIM1";
  if (one.name !== "p") return false;
  const isSound = (tag: Tag) =>
    tag.value !== "" && readKey(dkim.source.text, tag, dkim.keyType).problem === undefined;
  return isSound(one) && !isSound(other);
}

function whole(dkim: DkimRecord) {
  return textSpan(0, dkim.source.text.length);
}

function reportFragment(dkim: DkimRecord, fragment: Fragment, report: Report): void {
  if (fragment.text.includes(HOLE)) return;
  const message = `\`${shown(fragment.text)}\` has no \`=\`: receivers ignore the whole record, and signatures fail`;
  const edit = fragmentEdit(dkim, fragment);
  if (edit === undefined) report(fragment.trimmed, message);
  else report(fragment.trimmed, message, { title: edit.title, safe: false, edits: edit.edits });
}

function fragmentEdit(
  dkim: DkimRecord,
  fragment: Fragment,
): { title: string; edits: readonly Edit[] } | undefined {
  if (fragment.text === "DKIM1" && dkim.v === undefined) {
    return { title: "Write `v=DKIM1`", edits: [{ at: fragment.trimmed, text: "v=DKIM1" }] };
  }
  const split = /^([vhkpstn])[\s:]+(\S+)$/.exec(fragment.text);
  if (
    split?.[1] !== undefined &&
    split[2] !== undefined &&
    !dkim.list.tags.some((tag) => tag.name === split[1])
  ) {
    const title = `Write \`${split[1]}=${shown(split[2])}\``;
    return { title, edits: [{ at: fragment.trimmed, text: `${split[1]}=${split[2]}` }] };
  }
  return joining(dkim, fragment);
}

// A key that semicolons cut into pieces; nothing is joined to one that stays unreadable.
function joining(dkim: DkimRecord, piece: Segment) {
  const { p, list, key, source } = dkim;
  if (p === undefined || key === undefined || key.problem === undefined) return undefined;
  const pieces: Segment[] = [];
  const textOf = ({ trimmed }: Segment) => source.text.slice(trimmed.start, trimmed.end);
  for (const segment of list.segments.slice(list.segments.indexOf(p) + 1)) {
    if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(textOf(segment))) break;
    pieces.push(segment);
  }
  if (!pieces.includes(piece)) return undefined;
  const digits = [p.value, ...pieces.map(textOf)].join("");
  const tag = { ...p, value: digits, valueSpan: textSpan(0, digits.length) };
  if (readKey(digits, tag, dkim.keyType).problem !== undefined) return undefined;
  const edits = pieces.map(({ trimmed }, i) => {
    const { end } = (pieces[i - 1] ?? p).trimmed;
    return { at: textSpan(end, trimmed.start), text: "" };
  });
  return { title: "Join it to the key before it", edits };
}

// U+2018 to U+201F at the end, one character an octet.
const TYPOGRAPHIC_QUOTE = /\u00e2\u0080[\u0098-\u009f][ \t]*$/;

function reportName(dkim: DkimRecord, tag: Tag, report: Report): void {
  if (tag.name === "") {
    report(tag.equals, "A tag has no name: receivers ignore the whole record, and signatures fail");
    return;
  }
  // A byte order mark or a no-break space in front of a name is seen by receivers alone.
  const plain = tag.name.replace(/[^!-~]/g, "");
  if (plain !== tag.name && isTagName(plain) && !dkim.list.tags.some(({ name }) => name === plain)) {
    const edits = [{ at: tag.nameSpan, text: plain }];
    const { text } = dkim.source;
    const closing = TYPOGRAPHIC_QUOTE.exec(text)?.index;
    if (tag === dkim.list.segments[0] && closing !== undefined)
      edits.push({ at: textSpan(closing, text.length), text: "" });
    report(
      tag.nameSpan,
      `Characters that are not ASCII stand beside \`${plain}\`: receivers ignore the whole record, and signatures fail`,
      { title: `Write \`${plain}\``, safe: false, edits },
    );
    return;
  }
  const message = `\`${shown(tag.name)}\` is no tag name (a letter, then letters, digits and \`_\`): receivers ignore the whole record`;
  const joined = joining(dkim, tag);
  report(tag.nameSpan, message, ...(joined === undefined ? [] : [{ ...joined, safe: false }]));
}

/** The known tag a name is in upper case, where the record does not hold that tag already. */
export function lowerCaseTag(dkim: DkimRecord, tag: Tag): string | undefined {
  if (tag.name.length !== 1 || !"VHKNPST".includes(tag.name)) return undefined;
  const lower = tag.name.toLowerCase();
  return dkim.list.tags.some((other) => other.name === lower) ? undefined : lower;
}

function separate(dkim: DkimRecord, title: string): Fix {
  const edits = dkim.lostSeparators.map((each: LostSeparator) => ({ at: each.span, text: "; " }));
  return { title, safe: false, edits };
}
