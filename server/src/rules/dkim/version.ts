import { HOLE } from "../../text/mappedText.ts";
import { textSpan } from "../../text/span.ts";
import type { DkimRule } from "../rule.ts";
import { removeTag, shown } from "./edits.ts";
import { GOOD, RSA_2048, sound, txt } from "./examples.ts";

export const dkimVersionNotFirst: DkimRule = {
  id: "dkim-version-not-first",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "`v=DKIM1` is not the first tag.",
    why: "Where `v=` is given it must come first; receivers ignore a record that has it elsewhere, and signatures fail.",
    bad: sound("k=rsa; v=DKIM1; "),
    good: GOOD,
    refs: ["RFC 6376 3.6.1", "RFC 6376 6.1.2"],
  },
  check(dkim, report) {
    const { v, list } = dkim;
    if (!dkim.wellFormed || v?.value !== "DKIM1" || v === list.segments[0]) return;
    const start = list.segments[0]?.trimmed.start ?? 0;
    report(v.trimmed, "`v=DKIM1` must be the first tag: receivers ignore the record, and signatures fail", {
      title: "Move `v=DKIM1` to the front",
      safe: false,
      edits: [{ at: textSpan(start, start), text: "v=DKIM1; " }, removeTag(dkim, v)],
    });
  },
};

export const dkimVersionInvalid: DkimRule = {
  id: "dkim-version-invalid",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The version is not exactly `DKIM1`.",
    why: "Receivers compare the version octet by octet and discard a record with any other value (`dkim1`, `DKIM 1`, `DKIM2`): signatures fail.",
    bad: `s1._domainkey TXT ${txt(`v=dkim1; k=rsa; p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    const { v } = dkim;
    if (!dkim.wellFormed || v === undefined || v.value === "DKIM1" || v.value.includes(HOLE)) return;
    const at = v.value === "" ? v.trimmed : v.valueSpan;
    const is = v.value === "" ? "empty" : `\`${shown(v.value)}\``;
    // Backslashes before semicolons come together, from a text that was escaped twice.
    const escapes = v.value.endsWith("\\") ? dkim.source.text.matchAll(/\\+(?=[ \t]*(?:;|$))/g) : [];
    const others = [...escapes]
      .filter(({ index }) => index >= v.valueSpan.end)
      .map(({ index, 0: marks }) => ({ at: textSpan(index, index + marks.length), text: "" }));
    report(at, `The version is ${is}, not \`DKIM1\`: receivers discard the record, and signatures fail`, {
      title: "Write `v=DKIM1`",
      safe: false,
      edits: [{ at: v.valueSpan, text: "DKIM1" }, ...others],
    });
  },
};

export const dkimVersionMissing: DkimRule = {
  id: "dkim-version-missing",
  severity: "hint",
  scope: "dkim",
  docs: {
    summary: "The record does not say `v=DKIM1`.",
    why: "The version is recommended, not required: receivers take the record for DKIM1 without it. Tools and people recognize the record by it.",
    bad: sound("k=rsa; "),
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(dkim, report) {
    if (!dkim.wellFormed || dkim.v !== undefined || dkim.p === undefined || dkim.source.hasHoles) return;
    if (dkim.unknown.some((tag) => tag.name === "V")) return;
    const start = dkim.list.segments[0]?.trimmed.start ?? 0;
    report(
      dkim.list.segments[0]?.trimmed ?? textSpan(start, start),
      "`v=DKIM1` is missing; receivers assume it",
      {
        title: "Begin with `v=DKIM1`",
        safe: true,
        edits: [{ at: textSpan(start, start), text: "v=DKIM1; " }],
      },
    );
  },
};
