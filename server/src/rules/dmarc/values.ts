import { DECIDING, type DmarcRecord } from "../../mail/dmarc.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";
import type { Segment, Tag } from "../../mail/tags.ts";
import { isWithin } from "../../text/distance.ts";
import { HOLE } from "../../text/mappedText.ts";
import { textSpan } from "../../text/span.ts";
import type { Fix, Severity } from "../rule.ts";
import { deletion, idleDeletion, isSole, type Row, replace, rulesOf } from "./examples.ts";
import { cutIn, filling } from "./fragments.ts";
import { domainAt } from "./meant.ts";
import { runsOn } from "./separators.ts";

const POLICIES = ["none", "quarantine", "reject"];

interface Values {
  readonly tag: string;
  readonly allowed: readonly string[];
  readonly severity: Severity;
  /** Completes "`value` is ...: ". */
  readonly effect: string;
  readonly bad: string;
}

const WHOLE = "receivers act as for `p=none`, or not at all where `rua` has no address";

// The tags whose value is one word of a list, and what a wrong word does.
const VALUES: readonly Values[] = [
  {
    tag: "p",
    allowed: POLICIES,
    severity: "error",
    effect: WHOLE,
    bad: "p=rejct; rua=mailto:dmarc@example.com",
  },
  {
    tag: "sp",
    allowed: POLICIES,
    severity: "error",
    effect: WHOLE,
    bad: "p=reject; sp=rejct; rua=mailto:dmarc@example.com",
  },
  {
    tag: "np",
    allowed: POLICIES,
    severity: "error",
    effect: WHOLE,
    bad: "p=reject; np=yes; rua=mailto:dmarc@example.com",
  },
  {
    tag: "t",
    allowed: ["y", "n"],
    severity: "warning",
    effect: "receivers take `t=n`",
    bad: "p=reject; t=s; rua=mailto:dmarc@example.com",
  },
  {
    tag: "psd",
    allowed: ["y", "n", "u"],
    severity: "warning",
    effect: "receivers take `psd=u`",
    bad: "p=reject; psd=yes; rua=mailto:dmarc@example.com",
  },
  {
    tag: "adkim",
    allowed: ["r", "s"],
    severity: "warning",
    effect: "receivers take `r`, the looser one",
    bad: "p=reject; adkim=strict; rua=mailto:dmarc@example.com",
  },
  {
    tag: "aspf",
    allowed: ["r", "s"],
    severity: "warning",
    effect: "receivers take `r`, the looser one",
    bad: "p=reject; aspf=strict; rua=mailto:dmarc@example.com",
  },
];

const INVALID: readonly Row[] = VALUES.map(({ tag: name, allowed, severity, effect, bad }) => ({
  id: `dmarc-${name}-invalid`,
  severity,
  summary: `The value of \`${name}\` is not one of ${allowed.map((one) => `\`${one}\``).join(", ")}.`,
  why: `${effect.charAt(0).toUpperCase()}${effect.slice(1)}.`,
  bad: `v=DMARC1; ${bad}`,
  refs: severity === "error" ? ["RFC 9989 4.7", "RFC 9989 4.10.1"] : ["RFC 9989 4.7", "RFC 9989 4.8"],
  check(dmarc, report, { owner, record }) {
    const tag = dmarc.tags.get(name);
    const isLeftOut = tag?.value === "" && DECIDING.includes(name);
    if (
      tag === undefined ||
      !(isLeftOut || (isPlain(tag) && !runsOn(dmarc, tag))) ||
      allowed.includes(tag.value.toLowerCase())
    )
      return;
    const cut = cutIn(dmarc, tag);
    if (cut !== undefined)
      return report(
        textSpan(tag.valueSpan.start, cut.end),
        `A \`;\` cuts the value of \`${name}\` in two: ${effect}`,
        replace("Delete `;`", cut, ""),
      );
    const meant = nearestOf(tag.value.toLowerCase(), allowed);
    const nearest = name === "psd" && meant === "y" && !isSuffix(owner) ? "n" : meant;
    const fixes: Fix[] =
      nearest === undefined ? [] : [replace(`Write \`${name}=${nearest}\``, tag.valueSpan, nearest)];
    if (isLeftOut) {
      const fills = filling(dmarc, tag, domainAt(owner, record.origin));
      report(tag.trimmed, `\`${name}\` is no policy without a value: ${effect}`, ...fills);
    } else report(tag.valueSpan, `\`${tag.value}\` is no value of \`${name}\`: ${effect}`, ...fixes);
  },
}));

const ROWS: readonly Row[] = [
  ...INVALID,
  {
    id: "dmarc-value-case",
    severity: "hint",
    summary: "A value is not in lower case.",
    why: "The grammar allows it; lower case is what everybody expects to read.",
    bad: "v=DMARC1; p=Reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      for (const { tag: name, allowed } of VALUES) {
        const tag = dmarc.tags.get(name);
        const lower = tag?.value.toLowerCase();
        if (tag === undefined || lower === undefined || lower === tag.value || !allowed.includes(lower))
          continue;
        report(tag.valueSpan, `\`${tag.value}\` is usually written \`${lower}\``, {
          ...replace(`Write \`${lower}\``, tag.valueSpan, lower),
          safe: true,
        });
      }
    },
  },
  {
    id: "dmarc-fo-invalid",
    severity: "warning",
    summary: "`fo` holds something other than `0`, `1`, `d` and `s` parted by colons.",
    why: "Receivers fall back to `fo=0`: reports on single failures come only when everything failed.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:dmarc@example.com; fo=1,d",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("fo");
      if (tag === undefined || !isPlain({ ...tag, value: tag.value.replace(/ /g, "") })) return;
      if (/^[01ds](?::[01ds])*$/i.test(tag.value) || /[a-z]+ *=/i.test(tag.value)) return;
      const mended = tag.value.split(/[\s,:]+/).join(":");
      const fix = /^[01ds](?::[01ds])*$/i.test(mended)
        ? [replace(`Write \`fo=${mended}\``, tag.valueSpan, mended)]
        : [];
      report(tag.valueSpan, `\`${tag.value}\` is no value of \`fo\`: receivers take \`fo=0\``, ...fix);
    },
  },
  {
    id: "dmarc-fo-0-and-1",
    severity: "warning",
    summary: "`fo` asks for `0` and `1` at once.",
    why: "They exclude each other, so that receivers fall back to `fo=0` altogether.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:dmarc@example.com; fo=0:1",
    refs: ["RFC 9989 4.7", "RFC 9989 4.8"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("fo");
      const items = tag?.value.split(":").map((item) => item.trim()) ?? [];
      if (tag === undefined || !items.includes("0") || !items.includes("1")) return;
      const text = items.filter((item) => item !== "0").join(":");
      report(
        tag.valueSpan,
        "`0` and `1` exclude each other: receivers take `fo=0`",
        replace(`Write \`fo=${text}\``, tag.valueSpan, text),
      );
    },
  },
  {
    id: "dmarc-fo-duplicate",
    severity: "warning",
    summary: "`fo` names an option twice.",
    why: "That is a syntax error, and receivers fall back to `fo=0`.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:dmarc@example.com; fo=d:d",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("fo");
      const items =
        tag?.value
          .toLowerCase()
          .split(":")
          .map((item) => item.trim()) ?? [];
      const once = [...new Set(items)];
      if (tag === undefined || once.length === items.length || !once.every((item) => /^[01ds]$/.test(item)))
        return;
      report(
        tag.valueSpan,
        "An option stands twice: receivers take `fo=0`",
        replace(`Write \`fo=${once.join(":")}\``, tag.valueSpan, once.join(":")),
      );
    },
  },
  {
    id: "dmarc-fo-without-ruf",
    severity: "hint",
    summary: "`fo` stands without `ruf`.",
    why: "`fo` says when to send reports on single failures; without an address for them receivers ignore it.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; fo=1",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      const tag = dmarc.tags.get("fo");
      if (tag === undefined || tag.value === "" || dmarc.tags.has("ruf") || dmarc.source.hasHoles) return;
      if (!isSole(dmarc, tag) || dmarc.list.segments.some(mayBeRuf)) return;
      if (dmarc.list.tags.some((one) => runsOn(dmarc, one))) return;
      report(tag.trimmed, "`fo` without `ruf` does nothing", idleDeletion(dmarc, tag, "Delete `fo`"));
    },
  },
  {
    id: "dmarc-default-tag",
    severity: "hint",
    summary: "A tag says what holds anyway.",
    why: "`adkim=r`, `aspf=r`, `fo=0`, `t=n` and `psd=u` are what receivers take when the tag is absent.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; adkim=r",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      for (const [name, value] of [
        ["adkim", "r"],
        ["aspf", "r"],
        ["fo", "0"],
        ["t", "n"],
        ["psd", "u"],
      ] as const) {
        const tag = dmarc.tags.get(name);
        if (tag?.value !== value || (name === "fo" && !dmarc.tags.has("ruf"))) continue;
        // Where another one says something else, which of them counts is not ours to decide.
        if (dmarc.list.tags.some((one) => one !== tag && one.name.toLowerCase() === name)) continue;
        report(
          tag.trimmed,
          `\`${name}=${value}\` holds anyway`,
          idleDeletion(dmarc, tag, `Delete \`${name}=${value}\``),
        );
      }
    },
  },
  ...removed(),
];

export const DMARC_VALUE_RULES = rulesOf(ROWS);

// Only a public suffix may say `psd=y`.
function isSuffix(owner: string | undefined): boolean {
  return owner?.startsWith("_dmarc.") === true && isPublicSuffix(owner.slice("_dmarc.".length));
}

/** The value is neither part of a wider mistake, which another rule names, nor unknown. */
function isPlain({ value }: Tag): boolean {
  return (
    value !== "" &&
    !value.includes(HOLE) &&
    /^[ !#-&(-~][ !#-~]*$/.test(value) &&
    !value.endsWith("\\") &&
    !/[, ] *[a-z]+ *=/i.test(value)
  );
}

/** A part with an address that is not `rua`: the `ruf` that was meant. */
function mayBeRuf(segment: Segment): boolean {
  if (segment.kind === "tag") return !/^rua$/i.test(segment.name) && segment.value.includes("@");
  return segment.kind === "fragment" && segment.text.includes("@");
}

function removed(): readonly Row[] {
  const rows: Row[] = [
    {
      id: "dmarc-pct-removed",
      severity: "warning",
      summary: "`pct` is no longer part of DMARC.",
      why: "Receivers that follow RFC 9989 ignore it and apply the policy to all mail; older ones still sample. `t=y` is what asks for a gentler start now.",
      bad: "v=DMARC1; p=reject; pct=20; rua=mailto:dmarc@example.com",
      refs: ["RFC 9989 A.6", "RFC 9989 C.5.2"],
      check(dmarc, report) {
        const tag = dmarc.tags.get("pct");
        if (tag === undefined || tag.value === "100" || tag.value === "") return;
        const fix =
          tag.value === "0" && !dmarc.tags.has("t")
            ? replace("Write `t=y`", tag.trimmed, "t=y")
            : deletion(dmarc, tag, `Delete \`pct=${tag.value}\``);
        report(
          tag.trimmed,
          `\`pct=${tag.value}\` is ignored today: the policy applies to all mail, only older receivers still sample`,
          fix,
        );
      },
    },
    {
      id: "dmarc-pct-100",
      severity: "hint",
      summary: "`pct=100` says nothing.",
      why: "It was the default while `pct` existed; RFC 9989 has no such tag.",
      bad: "v=DMARC1; p=reject; pct=100; rua=mailto:dmarc@example.com",
      refs: ["RFC 9989 C.5.2"],
      check(dmarc, report) {
        const tag = dmarc.tags.get("pct");
        if (tag?.value !== "100") return;
        report(tag.trimmed, "`pct=100` says nothing", idleDeletion(dmarc, tag, "Delete it"));
      },
    },
  ];
  for (const [name, value] of [
    ["rf", "afrf"],
    ["ri", "86400"],
  ] as const) {
    rows.push({
      id: `dmarc-${name}-removed`,
      severity: "hint",
      summary: `\`${name}\` is no longer part of DMARC.`,
      why: "RFC 9989 took it out; receivers ignore it.",
      bad: `v=DMARC1; p=reject; ${name}=${value}; rua=mailto:dmarc@example.com`,
      refs: ["RFC 9989 C.5.2"],
      check(dmarc: DmarcRecord, report) {
        const tag = dmarc.tags.get(name);
        if (tag === undefined || tag.value === "") return;
        report(
          tag.trimmed,
          `\`${name}\` is no longer part of DMARC: receivers ignore it`,
          mayBeRuf(tag) && !dmarc.tags.has("ruf")
            ? replace("Write `ruf`", tag.nameSpan, "ruf")
            : idleDeletion(dmarc, tag, "Delete it"),
        );
      },
    });
  }
  return rows;
}

function nearestOf(value: string, allowed: readonly string[]): string | undefined {
  if (allowed === POLICIES) {
    return POLICIES.find((policy) => isWithin(value, policy, 3));
  }
  return allowed.find((one) => value.startsWith(one));
}
